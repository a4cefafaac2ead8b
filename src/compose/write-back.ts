import type { PrintedModel } from '../fhir/print/print-context.ts';
import { runOutbox } from '../flow/write-back/work-off-outbox.ts';
import type { WriteBackPorts } from '../flow/write-back/write-ports.ts';
import { sleep } from './assess.ts';
import type { SharedParts } from './shared-parts.ts';

/** Intents in hand at once, and the pause when nothing is due. */
const writesAtOnce = 4;
const pauseMs = 1_000;

/** Works off the outbox until the returned function is called; what is in hand is finished first. */
export function startWriteBack(parts: SharedParts, publicUrl: () => string): () => Promise<void> {
  const stop = new AbortController();
  const running = runOutbox(
    writeBackPorts(parts, publicUrl),
    writesAtOnce,
    (signal) => sleep(pauseMs, signal),
    (error) => parts.log.warn({ err: error }, 'the outbox could not be read'),
    stop.signal,
  );
  return async () => {
    stop.abort();
    await running;
  };
}

function writeBackPorts(parts: SharedParts, publicUrl: () => string): WriteBackPorts {
  return {
    outbox: parts.outbox,
    assessments: parts.store,
    referrals: parts.referrals,
    optOuts: parts.optOuts,
    audit: parts.audit,
    tenant: parts.tenantOf,
    record: (tenantId) => {
      const tenant = parts.tenantOf(tenantId);
      const own = tenant && parts.accessOf(tenant).own;
      return own && { reader: own.fhir, writer: own.writer };
    },
    writingStopped: () => parts.cardSwitch.writingStopped(),
    models: printedModels(parts, publicUrl()),
    patientVisible: false,
    clock: parts.clock,
    random: Math.random,
  };
}

function printedModels(
  { filmReaders }: SharedParts,
  publicUrl: string,
): Readonly<Record<string, PrintedModel>> {
  const models = filmReaders.all.flatMap((reader) => Object.values(reader.models.score));
  return Object.fromEntries(
    models.map(({ version, manifest }) => [
      version,
      { title: manifest.title, modelCardUrl: `${publicUrl}/model-cards/${version}` },
    ]),
  );
}
