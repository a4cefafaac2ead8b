import type { CodeableConcept, Resource } from '@medplum/fhirtypes';
import { patientContextFrom } from '../../src/fhir/patient-context-from.ts';
import type { LocalCode } from '../../src/core/patient/local-code.ts';
import { SYSTEM } from '../../src/fhir/terminology/concept-table.ts';

/** Short builders of FHIR resources of patient p1. */
export const subject = { reference: 'Patient/p1' };

export const icd = (code: string, display?: string): CodeableConcept => ({
  coding: [{ system: SYSTEM.icd10cm, code, ...(display === undefined ? {} : { display }) }],
});
export const loinc = (code: string): CodeableConcept => ({ coding: [{ system: SYSTEM.loinc, code }] });
export const snomed = (code: string): CodeableConcept => ({ coding: [{ system: SYSTEM.snomed, code }] });
export const cpt = (code: string): CodeableConcept => ({ coding: [{ system: SYSTEM.cpt, code }] });

export const ALL_READ = {
  conditions: 'read',
  'dxa-results': 'read',
  medications: 'read',
  'dxa-orders': 'read',
  encounter: 'read',
} as const;

/** The context of a chart on 20 May 2026. Resources may leave id, subject and required statuses out. */
export const contextOf = (resources: readonly object[], localCodes: readonly LocalCode[] = []) =>
  patientContextFrom(
    {
      patientId: 'p1',
      resources: resources.map((resource, index) => ({ id: `r${index}`, subject, ...resource }) as Resource),
      read: ALL_READ,
      localCodes,
    },
    new Date('2026-05-20T12:00:00Z'),
  );
