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

const positionSchema = z.object({ typeIndex: z.number().int(), after: z.string().optional() });

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
      const from = stored === undefined ? { typeIndex: 0 } : positionSchema.parse(JSON.parse(stored));
      for (const [typeIndex, type] of request.types.entries()) {
        if (typeIndex < from.typeIndex) continue;
        let after = (typeIndex === from.typeIndex ? from.after : undefined) ?? request.since;
        const parameters = {
          _sort: '_lastUpdated',
          _count: '500',
          ...(after === undefined ? {} : { _lastUpdated: `ge${after}` }),
        };
        try {
          for await (const resources of pages(type, parameters, signal)) {
            after = resources.at(-1)?.meta?.lastUpdated ?? after;
            yield batch(resources, { typeIndex, after }, request.types.length);
          }
        } catch (error) {
          if (!request.mayBeRefused.includes(type) || !isRefusal(error)) throw error;
          yield {
            ...batch([], { typeIndex, after }, request.types.length),
            problems: [`${type}: refused by the server`],
          };
        }
      }
      yield {
        ...batch([], { typeIndex: request.types.length, after: undefined }, request.types.length),
        nextSince: startedAt,
      };
    },
  };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof TrabeculaError && error.code === 'upstream-refused';

function batch(
  resources: readonly Resource[],
  position: { readonly typeIndex: number; readonly after: string | undefined },
  typesInAll: number,
): PopulationBatch {
  return {
    resources,
    deleted: [],
    problems: [],
    position: JSON.stringify(position),
    progress: { filesDone: position.typeIndex, filesInAll: typesInAll },
  };
}
