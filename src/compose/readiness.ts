import { statement } from '../adapters/store/database.ts';
import type { ReadinessCheck } from '../http/app-ports.ts';
import { runningModelsOf } from './running-models.ts';
import type { SharedParts } from './shared-parts.ts';

const PING = statement('ready.ping', 'SELECT 1 AS one');

/** What must work before the service takes calls. EHR and archive are not among it: a hook answers without them. */
export async function readinessOf(parts: SharedParts): Promise<readonly ReadinessCheck[]> {
  const store = await parts.database.query(PING).then(
    () => true,
    () => false,
  );
  const outbox = store ? await parts.outbox.counts() : undefined;
  return [
    { name: 'store', ready: store, detail: store ? parts.database.engine : 'the store does not answer' },
    { name: 'models', ready: true, detail: modelsInWords(parts) },
    {
      name: 'write-back',
      ready: true,
      detail: outbox && `${outbox.waiting} waiting, ${outbox.dead} set aside`,
    },
  ];
}

/** Training data and precision of every film reader, as "simulated training data, fp32". */
function modelsInWords({ filmReaders }: SharedParts): string {
  return filmReaders.all
    .map(({ trainingData, models }) => `${trainingData} training data, ${runningModelsOf(models).precision}`)
    .join('; ');
}
