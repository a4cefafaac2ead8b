import type { Resource } from '@medplum/fhirtypes';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import type { PopulationFeed } from '../../flow/ports/population-feed.ts';

/** Pages of a search, followed on the same server only. */
export type SearchPages = (
  resourceType: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => AsyncIterable<readonly Resource[]>;

/** By name: the types that are asked for change with the release. */
const positionSchema = z.object({ type: z.string(), after: z.string().optional() });

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
      const filesInAll = request.types.length;
      let position = stored ?? '';
      for (const [filesDone, type] of request.types.entries()) {
        if (filesDone < fromIndex) continue;
        let after = (type === from?.type ? from.after : undefined) ?? request.since;
        const parameters = {
          _sort: '_lastUpdated',
          _count: '500',
          ...(after === undefined ? {} : { _lastUpdated: `ge${after}` }),
        };
        position = JSON.stringify({ type, after });
        try {
          for await (const resources of pages(type, parameters, signal)) {
            after = resources.at(-1)?.meta?.lastUpdated ?? after;
            position = JSON.stringify({ type, after });
            yield { ...NOTHING, resources, position, progress: { filesDone, filesInAll } };
          }
        } catch (error) {
          if (!request.mayBeRefused.includes(type) || !isRefusal(error)) throw error;
          const problems = [`${type}: refused by the server`];
          yield { ...NOTHING, problems, position, progress: { filesDone, filesInAll } };
        }
      }
      yield {
        ...NOTHING,
        position,
        progress: { filesDone: filesInAll, filesInAll },
        nextSince: startedAt,
      };
    },
  };
}

const NOTHING = { resources: [], deleted: [], problems: [] } as const;

const isRefusal = (error: unknown): boolean =>
  error instanceof TrabeculaError && error.code === 'upstream-refused';
