import type { Consent } from '@medplum/fhirtypes';
import { aiConsentOf } from '../../src/fhir/ai-consent.ts';
import { OURS } from '../../src/fhir/print/canonical-urls.ts';

const concept = (system: string, code: string) => ({ coding: [{ system, code }] });
const OURS_CODE = concept(OURS.codes, 'ai-film-assessment');
const scope = (code: string) => concept('http://terminology.hl7.org/CodeSystem/consentscope', code);
const CATEGORY = [concept('http://loinc.org', '59284-0')];

const consent = (given: Partial<Consent>): Consent => ({
  resourceType: 'Consent',
  id: 'c1',
  status: 'active',
  scope: scope('patient-privacy'),
  category: CATEGORY,
  patient: { reference: 'Patient/p1' },
  ...given,
});

const denied = { consentId: 'c1', effect: 'denies', from: undefined, to: undefined };
const CASES: readonly (readonly [string, Partial<Consent>, object | undefined])[] = [
  ['a denial by our code', { provision: { type: 'deny', code: [OURS_CODE] } }, denied],
  [
    'a denial by the code of DICOM for artificial intelligence',
    {
      provision: {
        type: 'deny',
        purpose: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: '123110' }],
      },
    },
    denied,
  ],
  [
    'a denial that the category names',
    { category: [OURS_CODE], scope: scope('research'), provision: { type: 'deny' } },
    denied,
  ],
  [
    'an exception within a permission',
    { provision: { type: 'permit', provision: [{ type: 'deny', code: [OURS_CODE] }] } },
    denied,
  ],
  ...[5, [null], { type: 'deny', code: 5 }, { type: 'deny', code: [null] }].map(
    (provision) =>
      [
        `a shape that cannot be read (${JSON.stringify(provision)}) may be a refusal`,
        { category: 5, provision } as unknown as Partial<Consent>,
        denied,
      ] as const,
  ),
  [
    'a denial from a day that no calendar has',
    { provision: { type: 'deny', code: [OURS_CODE], period: { start: '2026-02-30', end: '2026-02-28' } } },
    { ...denied, to: '2026-02-28' },
  ],
  ['a denial of everything', { provision: { type: 'deny' } }, denied],
  [
    'a denial of everything for research alone says nothing of care',
    { scope: scope('research'), provision: { type: 'deny' } },
    undefined,
  ],
  [
    'a denial of everything but this',
    { provision: { type: 'deny', provision: [{ type: 'permit', code: [OURS_CODE] }] } },
    { consentId: 'c1', effect: 'permits', from: undefined, to: undefined },
  ],
  [
    'a denial that is limited to a recipient says nothing of it',
    {
      provision: {
        type: 'deny',
        actor: [{ role: { text: 'recipient' }, reference: { reference: 'Organization/other' } }],
      },
    },
    undefined,
  ],
  [
    'a permission with its period',
    {
      provision: {
        type: 'permit',
        code: [OURS_CODE],
        period: { start: '2026-01-01T08:00:00Z', end: '2027-01-01' },
      },
    },
    { consentId: 'c1', effect: 'permits', from: '2026-01-01', to: '2027-01-01' },
  ],
  [
    'a permission that was ended',
    { status: 'inactive', provision: { type: 'permit', code: [OURS_CODE] } },
    { consentId: 'c1', effect: 'withdrawn', from: undefined, to: undefined },
  ],
  [
    'a consent that the patient did not give',
    { status: 'rejected', category: [OURS_CODE] },
    { consentId: 'c1', effect: 'withdrawn', from: undefined, to: undefined },
  ],
  [
    'a denial that was ended says nothing any more',
    { status: 'inactive', provision: { type: 'deny', code: [OURS_CODE] } },
    undefined,
  ],
  [
    'a draft says nothing yet',
    { status: 'draft', provision: { type: 'deny', code: [OURS_CODE] } },
    undefined,
  ],
  [
    'an error says nothing',
    { status: 'entered-in-error', provision: { type: 'deny', code: [OURS_CODE] } },
    undefined,
  ],
  ['a consent to something else', { provision: { type: 'permit', code: CATEGORY } }, undefined],
];

test.each(CASES)('%s', (_title, given, expected) => {
  expect(aiConsentOf(consent(given))).toEqual(expected);
});
