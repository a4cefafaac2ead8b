import type { Resource } from '@medplum/fhirtypes';
import { SYSTEM } from '../../src/fhir/terminology/concept-table.ts';

const SYSTEMS: Readonly<Record<string, string>> = {
  icd: SYSTEM.icd10cm,
  loinc: SYSTEM.loinc,
  snomed: SYSTEM.snomed,
  cpt: SYSTEM.cpt,
  rx: SYSTEM.rxnorm,
  local: 'urn:oid:1.2.3.4',
};

/** What a resource of a case may leave out. */
const DEFAULTS: Readonly<Record<string, object>> = {
  Condition: {
    clinicalStatus: { coding: [{ code: 'active' }] },
    verificationStatus: { coding: [{ code: 'confirmed' }] },
  },
  Observation: { status: 'final' },
  Procedure: { status: 'completed' },
  DiagnosticReport: { status: 'final' },
  MedicationRequest: { status: 'active', intent: 'order' },
  MedicationStatement: { status: 'active' },
  MedicationAdministration: { status: 'completed' },
  MedicationDispense: { status: 'completed' },
  ServiceRequest: { status: 'active', intent: 'order' },
  Appointment: { status: 'booked' },
  Encounter: { status: 'in-progress' },
};

/** "icd|S72.001A" -> a coded concept; "text words" -> a concept with text; both in a list. Everything else as it is. */
function concept(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const parts = value.split(' + ');
  const coding = parts.flatMap((part) => {
    const [system, code] = part.split('|');
    const url = SYSTEMS[system ?? ''];
    return url === undefined || code === undefined ? [] : [{ system: url, code }];
  });
  const text = parts.find((part) => !part.includes('|'));
  return { ...(coding.length > 0 ? { coding } : {}), ...(text === undefined ? {} : { text }) };
}

const CONCEPTS = ['code', 'bodySite', 'valueCodeableConcept', 'medicationCodeableConcept'];
const CONCEPT_LISTS = ['conclusionCode', 'serviceType'];

/** A chart as a case writes it, with ids, the subject and usual statuses filled in. */
export function expandResource(short: Readonly<Record<string, unknown>>, index: number): Resource {
  const type = String(short['resourceType']);
  const entries = Object.entries(short).map(([key, value]) => {
    if (CONCEPTS.includes(key)) return [key, concept(value)];
    if (CONCEPT_LISTS.includes(key)) return [key, [concept(value)]];
    return [key, value];
  });
  const patient = { reference: 'Patient/p1' };
  const subject = type === 'Appointment' ? { participant: [{ actor: patient }] } : { subject: patient };
  const belongs = type === 'FamilyMemberHistory' ? { patient } : subject;
  return { id: `r${index}`, ...DEFAULTS[type], ...belongs, ...Object.fromEntries(entries) } as Resource;
}
