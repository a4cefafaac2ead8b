import type { Organization, Practitioner, PractitionerRole, Resource } from '@medplum/fhirtypes';
import { PRACTITIONER_ID, type SimulatedChart } from './chart-builder.ts';
import { knownBoneStories } from './known-bone-stories.ts';
import type { FilmsByPatient } from './patient-films.ts';
import { referralStories } from './referral-stories.ts';
import { setApartStories } from './set-apart-stories.ts';
import { chartOf, type PatientStory } from './story.ts';

export const patientStories: readonly PatientStory[] = [
  ...referralStories,
  ...knownBoneStories,
  ...setApartStories,
];

/** Every simulated chart, with the films that the archive holds for it. */
export function simulatedCharts(films: FilmsByPatient, asOf: Date): readonly SimulatedChart[] {
  return patientStories
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((story) => chartOf(story, films.get(story.id), asOf));
}

/** The practice that the charts belong to: who looks at them, and where. */
export function practiceResources(): readonly Resource[] {
  const organization: Organization = {
    resourceType: 'Organization',
    id: 'sandbox-practice',
    active: true,
    name: 'Sandbox Family Practice (simulated)',
  };
  const practitioner: Practitioner = {
    resourceType: 'Practitioner',
    id: PRACTITIONER_ID,
    active: true,
    name: [{ family: 'Sandbox', given: ['Sam'], prefix: ['Dr'] }],
  };
  const role: PractitionerRole = {
    resourceType: 'PractitionerRole',
    id: 'dr-sandbox-role',
    active: true,
    practitioner: { reference: `Practitioner/${PRACTITIONER_ID}` },
    organization: { reference: `Organization/${organization.id}` },
    code: [
      { coding: [{ system: 'http://snomed.info/sct', code: '59058001', display: 'General physician' }] },
    ],
  };
  return [organization, practitioner, role];
}
