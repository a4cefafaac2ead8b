import type { Resource } from '@medplum/fhirtypes';
import { TrabeculaError } from '../../src/errors.ts';
import type { FhirReader } from '../../src/flow/ports/fhir.ts';

/** An EHR's resources in memory; knows the searches of the watches: identifier, `_lastUpdated` ge, date. */
export class InMemoryFhir implements FhirReader {
  readonly resources: Resource[] = [];
  down = false;

  put(resource: Resource, lastUpdated: string): void {
    const others = this.resources.filter(
      ({ resourceType, id }) => resourceType !== resource.resourceType || id !== resource.id,
    );
    this.resources.splice(0, Infinity, ...others, {
      ...resource,
      meta: { lastUpdated, versionId: lastUpdated },
    });
  }

  read<T extends Resource>(resourceType: T['resourceType'], id: string): Promise<T | undefined> {
    this.#reach();
    const found = this.resources.find(
      (resource) => resource.resourceType === resourceType && resource.id === id,
    );
    return Promise.resolve(found as T | undefined);
  }

  search<T extends Resource>(
    resourceType: T['resourceType'],
    parameters: Readonly<Record<string, string>>,
  ): Promise<T[]> {
    this.#reach();
    const found = this.resources.filter(
      (resource) =>
        resource.resourceType === resourceType &&
        Object.entries(parameters).every(([name, value]) => matches(resource, name, value)),
    );
    return Promise.resolve(found as T[]);
  }

  #reach(): void {
    if (this.down) throw new TrabeculaError('upstream-unavailable', 'The EHR cannot be reached.');
  }
}

function matches(resource: Resource, name: string, value: string): boolean {
  switch (name) {
    case '_lastUpdated':
      return (resource.meta?.lastUpdated ?? '') >= value.replace(/^ge/, '');
    case 'patient':
      return [
        'subject' in resource ? resource.subject : undefined,
        'patient' in resource ? resource.patient : undefined,
      ].some((about) => JSON.stringify(about) === `{"reference":"Patient/${value}"}`);
    case 'category':
      return JSON.stringify('category' in resource ? resource.category : []).includes(`"${value}"`);
    case 'date':
      return 'start' in resource && String(resource.start).startsWith(value);
    case 'identifier': {
      if (resource.resourceType !== 'Patient') return false;
      const [first = '', second] = value.split('|');
      return (resource.identifier ?? []).some((identifier) =>
        second === undefined
          ? identifier.value === first
          : identifier.system === first && identifier.value === second,
      );
    }
    default:
      throw new TypeError(`the fake does not know the search parameter ${name}`);
  }
}
