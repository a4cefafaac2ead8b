import type { PractitionerRole, Resource } from '@medplum/fhirtypes';
import { absent, known, type Known } from '../core/patient/known.ts';
import { RECORD_PARTS, type ReadState, type RecordPart } from '../core/patient/patient-context.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import type { PatientRecord } from '../fhir/patient-record.ts';
import { RECORD_QUERIES } from './prefetch-queries.ts';
import { knownResources, type CompletedValue } from './prefetch-plan.ts';

type Values = ReadonlyMap<string, CompletedValue>;

/** The chart as the answered queries hold it, with what could not be read said for each part. */
export function patientRecordOf(
  patientId: string,
  values: Values,
  localCodes: readonly LocalCode[] = [],
): PatientRecord {
  const read = Object.fromEntries(RECORD_PARTS.map((part) => [part, readStateOf(part, values)]));
  return {
    patientId,
    resources: knownResources(values),
    read: read as Readonly<Record<RecordPart, ReadState>>,
    localCodes,
  };
}

/** A part was read when every query that fills it was answered in full: half a list shows no absence. */
function readStateOf(part: RecordPart, values: Values): ReadState {
  const states = RECORD_QUERIES.filter((query) => query.part === part).map(({ key }): ReadState => {
    const value = values.get(key);
    if (value === undefined || (value.kind === 'unknown' && value.reason === 'not-provided'))
      return 'not-read';
    return value.kind === 'known' && value.complete ? 'read' : 'failed';
  });
  return states.find((state) => state !== 'read') ?? 'read';
}

/** PractitionerRole codes of the user of a call, where they could be read. */
export function roleCodesOf(values: Values): Known<readonly string[]> {
  const answers = ['userRoles', 'userRole'].map((key) => values.get(key));
  if (answers.some((answer) => answer === undefined || answer.kind === 'unknown')) return absent('not-read');
  const roles = answers
    .flatMap((answer): readonly Resource[] => (answer?.kind === 'known' ? answer.resources : []))
    .filter((resource): resource is PractitionerRole => resource.resourceType === 'PractitionerRole')
    .filter(({ active }) => active !== false);
  return known(roles.flatMap(({ code }) => (code ?? []).flatMap(({ coding }) => codesOf(coding))));
}

const codesOf = (coding: readonly { readonly code?: string | undefined }[] = []): string[] =>
  coding.map(({ code }) => code).filter((code) => code !== undefined);
