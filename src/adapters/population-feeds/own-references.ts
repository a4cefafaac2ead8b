import type { Resource } from '@medplum/fhirtypes';
import { ownReference } from '../../fhir/own-reference.ts';
import type { PopulationFeed } from '../../flow/ports/population-feed.ts';

/**
 * A feed whose references to the tenant's own server are relative, the only form that the views know: a chart written
 * with whole addresses would otherwise leave no row. References to other servers stay what they are.
 */
export function withOwnReferences(feed: PopulationFeed, fhirBaseUrl: string): PopulationFeed {
  const relative = ownReference(fhirBaseUrl);
  return {
    name: feed.name,
    async *open(position, signal) {
      for await (const batch of feed.open(position, signal)) {
        for (const resource of batch.resources) rewriteReferences(resource, relative);
        yield { ...batch, deleted: batch.deleted.map(relative) };
      }
    },
  };
}

/** In place: the resources were parsed for this batch alone, and an import copies none it need not. */
function rewriteReferences(resource: Resource, relative: (reference: string) => string): void {
  const waiting: unknown[] = [resource];
  while (waiting.length > 0) {
    const element = waiting.pop();
    if (typeof element !== 'object' || element === null) continue;
    if ('reference' in element && typeof element.reference === 'string')
      element.reference = relative(element.reference);
    for (const child of Object.values(element)) if (typeof child === 'object') waiting.push(child);
  }
}
