import { openAssessmentStore } from '../../../src/adapters/store/assessment-store.ts';
import { openCardLedger } from '../../../src/adapters/store/card-ledger.ts';
import { statement, type Database, type Statement } from '../../../src/adapters/store/database.ts';
import { storedAssessment } from './stored-assessments.ts';

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** How the tables are read that a piece of work asks, by the planner's own word. */
async function readsOf(database: Database, work: (database: Database) => Promise<unknown>) {
  const asked: { of: Statement; values: readonly unknown[] }[] = [];
  await work({
    ...database,
    query: (of, values = []) => {
      asked.push({ of, values });
      return database.query(of, values);
    },
  });
  const plans = await Promise.all(
    asked.map(async ({ of, values }) => {
      const [row] = await database.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
        statement(`test.explain.${of.name}`, `EXPLAIN (FORMAT JSON) ${of.text}`),
        values,
      );
      return row?.['QUERY PLAN'][0]?.Plan;
    }),
  );
  return plans
    .flatMap((plan) => (plan === undefined ? [] : nodesOf(plan)))
    .filter((node) => node['Relation Name'] !== undefined);
}

/** PGlite gathers no statistics by itself, as PostgreSQL has none in the first minutes of an installation. */
export function claimHookReads(database: () => Database): void {
  it('a hook reads the rows of its patient alone, while the planner has no statistics', async () => {
    const tenantId = 'a-new-hospital';
    const store = openAssessmentStore(database());
    const ledger = openCardLedger(database());
    for (let number = 0; number < 300; number += 1) {
      const patientId = `p${number}`;
      await store.save(
        storedAssessment({
          tenantId,
          patientId,
          assessmentKey: `hook-read-${number}`,
          studyInstanceUid: `2.25.9${number}`,
        }),
        [],
      );
      await ledger.issue([
        {
          tenantId,
          cardUuid: `hook-read-${number}`,
          serviceId: 'dxa',
          hook: 'patient-view',
          hookInstance: `call-${number}`,
          patientId,
          userId: 'Practitioner/1',
          reasonCode: 'ai-flag',
          channel: 'ai',
          assessmentKey: undefined,
          modelVersions: [],
          suggestionUuids: [],
          issuedAt: new Date('2026-03-02T08:30:00Z'),
        },
      ]);
    }
    const reads = [
      ...(await readsOf(database(), (spied) => openAssessmentStore(spied).currentFor(tenantId, 'p7'))),
      ...(await readsOf(database(), (spied) => openCardLedger(spied).historyOf(tenantId, 'p7'))),
    ];
    const byPatient = reads.filter((node) => node['Index Cond']?.includes('patient_id'));
    expect(new Set(reads.map((node) => node['Relation Name']))).toEqual(
      new Set(['assessment', 'issued_card', 'card_feedback']),
    );
    expect(byPatient).toEqual(reads);
  });
}
