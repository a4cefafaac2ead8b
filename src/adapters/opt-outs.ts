import { refusesAi } from '../core/patient/ai-consent.ts';
import type { ConsentImports, OptOuts } from '../flow/ports/opt-outs.ts';
import type { OptOutLists } from './opt-out-list.ts';
import type { AiConsentStore } from './store/ai-consent-store.ts';

export interface OptOutSources {
  readonly tenantIds: readonly string[];
  readonly lists: OptOutLists;
  readonly consents: AiConsentStore;
  readonly clock: () => Date;
  /** Told when the store could not be asked: what was known goes on to hold. */
  readonly onError: (error: unknown) => void;
}

/** What another process learnt, and a changed list, count within this time. */
const LOOK_AGAIN_MS = 5_000;

const keyOf = (tenantId: string, patientId: string): string => `${tenantId} ${patientId}`;

/**
 * Lists and consents together. Lists are copied into the store, where the questions of a population see them. Throws
 * what the store throws when it cannot be read at the start: nobody's refusal is passed over for want of a look.
 */
export async function openOptOuts(
  sources: OptOutSources,
): Promise<OptOuts & ConsentImports & { close(): void }> {
  const { lists, consents, clock } = sources;
  const copied = new Map<string, ReadonlySet<string> | undefined>();
  let refusing: Set<string>;
  const readRefusing = async (): Promise<void> => {
    const known = await consents.refusing();
    refusing = new Set(known.map(({ tenantId, patientId }) => keyOf(tenantId, patientId)));
  };
  const look = async (): Promise<void> => {
    for (const tenantId of sources.tenantIds) {
      const listed = lists.patientIds(tenantId);
      if (copied.has(tenantId) && copied.get(tenantId) === listed) continue;
      await consents.learnList(tenantId, [...(listed ?? [])], clock());
      copied.set(tenantId, listed);
    }
    await readRefusing();
  };
  await look();
  const timer = setInterval(() => void look().catch(sources.onError), LOOK_AGAIN_MS);
  timer.unref();
  return {
    hasOptedOut: (tenantId, patientId) =>
      lists.hasOptedOut(tenantId, patientId) || refusing.has(keyOf(tenantId, patientId)),
    learn: async (tenantId, patientId, learnt) => {
      if (learnt.length === 0 && !refusing.has(keyOf(tenantId, patientId))) return;
      const at = clock();
      await consents.learn(tenantId, patientId, learnt, at);
      if (refusesAi(learnt, at.toISOString().slice(0, 10))) refusing.add(keyOf(tenantId, patientId));
      else refusing.delete(keyOf(tenantId, patientId));
    },
    learnImported: async (tenantId, imported) => {
      if (await consents.learnImported(tenantId, imported)) await readRefusing();
    },
    close: () => clearInterval(timer),
  };
}
