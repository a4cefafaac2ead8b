import { loadModelSet } from '../../src/adapters/model-registry.ts';
import { policyLookup } from '../../src/compose/policy-lookup.ts';
import { runningModelsOf } from '../../src/compose/running-models.ts';
import { goLivePortsFrom } from '../fakes/go-live-records.ts';
import { tenantOf } from '../fakes/tenant.ts';
import { fixtureModels } from '../fixture-paths.ts';

const day = new Date('2026-06-15T00:00:00Z');
const tenant = tenantOf();

test('the men of a policy are those of the newest validation of the running models', async () => {
  const models = await loadModelSet(fixtureModels);
  const { records } = goLivePortsFrom(day);
  await records.append({
    kind: 'validation-report',
    tenantId: tenant.id,
    at: day,
    by: 'quality',
    reportDigest: 'd',
    models: runningModelsOf(models),
    figures: {
      people: 400,
      withOsteoporosis: 100,
      dxaPositive: { women: 66, men: 34 },
      sensitivityLower: 0.7,
      ppvLower: 0.3,
    },
    words: { validity: '', fairness: '' },
    resultsAt: day,
  });
  const { deployment } = await policyLookup(() => models, records)(tenant, day);
  expect(deployment.dxaPositiveMenValidated).toBe(34);
});
