import type { Patient } from '@medplum/fhirtypes';
import type { ChartPatient } from '../core/study/identity-match.ts';

/**
 * What of a Patient is matched against a film. Identifiers of every use count, old ones too: after a merge the films
 * keep the number of the record that was merged.
 */
export function chartPatientOf(patient: Patient): ChartPatient {
  return {
    identifiers: (patient.identifier ?? []).flatMap(({ system, value }) =>
      value === undefined || value.trim() === '' ? [] : [{ system, value }],
    ),
    birthDate: patient.birthDate,
    sex: patient.gender,
  };
}

/** The id of the Patient that replaces this one after a merge; undefined when it stands for itself. */
export function replacedBy(patient: Patient): string | undefined {
  return patient.link
    ?.filter((link) => link.type === 'replaced-by')
    .map(
      (link) =>
        /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(link.other.reference ?? '')?.[1],
    )
    .find((id) => id !== undefined);
}
