import type { Resource } from '@medplum/fhirtypes';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import type { PopulationBatch, PopulationFeed } from '../../flow/ports/population-feed.ts';

/** Pages of a search, followed on the same server only. */
export type SearchPages = (
  resourceType: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => AsyncIterable<readonly Resource[]>;

/** By name: the types that are asked for change with the release. */
const positionSchema = z.object({ type: z.string(), after: z.string().optional() });
type Position = z.output<typeof positionSchema>;

/**
 * For servers without $export: each type in the order of `_lastUpdated`. The position is the last instant seen, asked for
 * again inclusively: resources of the same instant can come twice, which an upsert does not mind; none is left out.
 */
export function lastUpdatedFeed(
  pages: SearchPages,
  request: {
    readonly types: readonly string[];
    readonly since: string | undefined;
    /** Types that some servers do not have: named as a problem, and the rest goes on. */
    readonly mayBeRefused: readonly string[];
  },
  clock: () => Date,
): PopulationFeed {
  return {
    name: '_lastUpdated sweep',
    async *open(stored, signal) {
      const startedAt = clock().toISOString();
      const from = positionSchema.safeParse(stored === undefined ? undefined : JSON.parse(stored)).data;
      // A place that an older release left, or one in a type that is not asked for any more: from the beginning.
      const fromIndex = Math.max(0, request.types.indexOf(from?.type ?? ''));
      let place: Position = from ?? { type: '' };
      const batch = (filesDone: number): PopulationBatch => ({
        resources: [],
        deleted: [],
        problems: [],
        position: JSON.stringify(place),
        progress: { filesDone, filesInAll: request.types.length },
      });
      for (const [filesDone, type] of request.types.entries()) {
        if (filesDone < fromIndex) continue;
        place = { type, after: (type === from?.type ? from.after : undefined) ?? request.since };
        const parameters = {
          _sort: '_lastUpdated',
          _count: '500',
          ...(place.after === undefined ? {} : { _lastUpdated: `ge${place.after}` }),
        };
        try {
          for await (const resources of pages(type, parameters, signal)) {
            place = { type, after: resources.at(-1)?.meta?.lastUpdated ?? place.after };
            yield { ...batch(filesDone), resources };
          }
        } catch (error) {
          if (!request.mayBeRefused.includes(type) || !isRefusal(error)) throw error;
          yield { ...batch(filesDone), problems: [`${type}: refused by the server`] };
        }
      }
      yield { ...batch(request.types.length), nextSince: startedAt };
    },
  };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof TrabeculaError && error.code === 'upstream-refused';
