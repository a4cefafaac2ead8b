import type { Precision } from '../core/model/manifest.ts';
import { joinPairings, type Pairing } from '../core/validation/pair-films.ts';
import {
  reportSite,
  type ReadingRules,
  type SiteReport,
  type SiteReportSetting,
} from '../core/validation/site-report.ts';
import { TrabeculaError } from '../errors.ts';
import type { Clock } from './ports/clock.ts';
import type { JournalledPerson, ValidationJournal } from './ports/validation-journal.ts';
import { readRecordPerson, type RecordPersonPorts } from './read-record-person.ts';
import type { Tenant } from './tenant.ts';

export interface RecordValidation {
  readonly tenant: Pick<Tenant, 'id' | 'fhirBaseUrl'>;
  readonly rules: ReadingRules;
  readonly setting: Omit<SiteReportSetting, 'models' | 'modelTraining' | 'found'>;
  readonly precision: Precision;
}

export interface RecordValidationPorts extends RecordPersonPorts {
  /** Ids of people who may have film and DXA, in any order; one that comes twice is taken once. */
  readonly people: (signal: AbortSignal) => AsyncIterable<string>;
  readonly journal: ValidationJournal;
  readonly onPersonDone: (doneSoFar: number) => void;
  readonly clock: Clock;
}

export interface ValidatedRecord {
  readonly report: SiteReport;
  readonly people: number;
  /** People whose chart or films could not be read, twice: a later start tries them again. */
  readonly unreachable: number;
}

/** So many in a row are no people with trouble of their own: chart or archive is away. */
const UNREACHABLE_IN_A_ROW = 20;

/**
 * Validates the running models on the people of the record, `atOnce` people at a time. Each person is kept in the
 * journal when done, so that a validation that was ended goes on; in memory stay counts and one pair a person. Throws
 * TrabeculaError "upstream-unavailable" when chart or archive is away, "bad-input-file" for too few pairs or one class.
 */
export async function validateRecord(
  site: RecordValidation,
  ports: RecordValidationPorts,
  atOnce: number,
  signal: AbortSignal,
): Promise<ValidatedRecord> {
  const done = new Map(ports.journal.entries.map(({ patientId, person }) => [patientId, person]));
  const unreachable = await readPeople(site, ports, atOnce, done, signal);
  for (const patientId of [...unreachable])
    if (await readPerson(patientId, site, ports, done, signal)) unreachable.delete(patientId);
  const people = [...done.values()];
  const pairing: Pairing = joinPairings(
    people.flatMap((person) => (person.kind === 'read' ? [person.pairing] : [])),
  );
  const report = reportSite(pairing, site.rules, {
    ...site.setting,
    found: foundWords(people, unreachable.size),
    models: { versions: ports.filmReader.modelVersions, precision: site.precision },
    modelTraining: ports.filmReader.trainingData,
  });
  return { report, people: people.length + unreachable.size, unreachable: unreachable.size };
}

type Done = Map<string, JournalledPerson>;

/** Everybody once; returns who could not be reached. */
async function readPeople(
  site: RecordValidation,
  ports: RecordValidationPorts,
  atOnce: number,
  done: Done,
  signal: AbortSignal,
): Promise<Set<string>> {
  const unreachable = new Set<string>();
  const begun = new Set(done.keys());
  let inARow = 0;
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const waiting = ports.people(either)[Symbol.asyncIterator]();
  const worker = async (): Promise<void> => {
    for (let next = await waiting.next(); next.done !== true; next = await waiting.next()) {
      either.throwIfAborted();
      const patientId = next.value;
      if (begun.has(patientId)) continue;
      begun.add(patientId);
      if (await readPerson(patientId, site, ports, done, either)) inARow = 0;
      else {
        unreachable.add(patientId);
        inARow += 1;
      }
      if (inARow >= UNREACHABLE_IN_A_ROW)
        throw new TrabeculaError(
          'upstream-unavailable',
          'chart or archive cannot be reached; what was read is kept: run the command again to go on',
        );
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    // One that failed ends the others: none goes on reading films for a report that is not made.
    stop.abort();
  }
  return unreachable;
}

/** Whether the person could be reached; then what became of them is journalled. */
async function readPerson(
  patientId: string,
  { tenant, setting }: RecordValidation,
  ports: RecordValidationPorts,
  done: Done,
  signal: AbortSignal,
): Promise<boolean> {
  let person: JournalledPerson;
  try {
    person = await readRecordPerson(tenant, patientId, setting.window, ports, ports.clock(), signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TrabeculaError)) throw error;
    return false;
  }
  await ports.journal.append({ patientId, person });
  done.set(patientId, person);
  ports.onPersonDone(done.size);
  return true;
}

const LEFT_OUT: Readonly<Record<Exclude<JournalledPerson['kind'], 'read'>, string>> = {
  'without-film': 'without a lumbar radiograph',
  merged: 'whose record was merged into another',
  'opted-out': 'who are not to be assessed',
  gone: 'whose record is gone',
};

function foundWords(people: readonly JournalledPerson[], unreachable: number): string {
  const left = (Object.keys(LEFT_OUT) as (keyof typeof LEFT_OUT)[]).map(
    (kind) => [people.filter((person) => person.kind === kind).length, LEFT_OUT[kind]] as const,
  );
  const words = [...left, [unreachable, 'whose chart or films could not be read'] as const]
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${count} ${text}`);
  const all = `${people.length + unreachable} people with a DXA in the record`;
  return words.length === 0 ? all : `${all}; left out: ${words.join(', ')}`;
}
