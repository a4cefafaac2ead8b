import { studyEndpointOf, studyOfImagingStudy } from '../../src/fhir/imaging-study.ts';
import { studyOfRadiologyReport } from '../../src/fhir/radiology-report.ts';

const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';
const accession = {
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] },
  system: 'urn:oid:1.3.6.1.4.1.99',
  value: 'A1',
};
const expected = {
  studyInstanceUid: '1.2.826.7',
  accessionNumber: 'A1',
  reference: 'ImagingStudy/9',
  state: 'in-use',
  startedOn: '2025-03-01',
  modalities: ['DX', 'CR'],
  procedures: [{ system: LOINC, code: '24970-6' }],
  bodySites: [{ system: SNOMED, code: '122496007' }],
};

test('R4: Coding modality, urn:dicom:uid identifier, contained and referenced endpoints', () => {
  const study = studyOfImagingStudy({
    resourceType: 'ImagingStudy',
    id: '9',
    status: 'available',
    contained: [
      {
        resourceType: 'Endpoint',
        id: 'wado',
        status: 'active',
        connectionType: { code: 'dicom-wado-rs' },
        address: 'https://pacs.example/dicom-web',
      },
    ],
    identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.826.7' }, accession],
    started: '2025-03-01T23:30:00-05:00',
    modality: [{ code: 'DX' }],
    endpoint: [{ reference: '#wado' }, { reference: 'Endpoint/5' }],
    procedureCode: [{ text: 'XR L-spine', coding: [{ system: LOINC, code: '24970-6' }] }],
    series: [{ uid: '1.2', modality: { code: 'CR' }, bodySite: { system: SNOMED, code: '122496007' } }],
  });
  expect(study).toMatchObject({
    ...expected,
    descriptions: ['XR L-spine'],
    endpoints: [{ connectionType: 'dicom-wado-rs', address: 'https://pacs.example/dicom-web' }],
    endpointReferences: ['Endpoint/5'],
  });
});

test('R5: CodeableConcept modality, CodeableReference procedure and body site', () => {
  const study = studyOfImagingStudy({
    resourceType: 'ImagingStudy',
    id: '9',
    status: 'available',
    identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.826.7' }, accession],
    started: '2025-03-01',
    modality: [{ coding: [{ code: 'DX' }] }],
    procedure: [{ concept: { coding: [{ system: LOINC, code: '24970-6' }] } }],
    series: [
      {
        modality: { coding: [{ code: 'CR' }] },
        bodySite: { concept: { coding: [{ system: SNOMED, code: '122496007' }] } },
      },
    ],
  });
  expect(study).toMatchObject(expected);
});

test('STU3: uid, accession and modalityList', () => {
  const study = studyOfImagingStudy({
    resourceType: 'ImagingStudy',
    id: '9',
    uid: 'urn:oid:1.2.826.7',
    accession,
    modalityList: [{ code: 'DX' }, { code: 'CR' }],
    started: '2025-03-01T10:00:00Z',
  });
  expect(study).toMatchObject({ ...expected, procedures: [], bodySites: [] });
});

test.each([
  ['a bare UID under the DICOM system', { system: 'urn:dicom:uid', value: '1.2.3' }, '1.2.3'],
  ['a urn:oid value without a system', { value: 'urn:oid:1.2.3' }, '1.2.3'],
  ['a path in place of a UID', { system: 'urn:dicom:uid', value: 'urn:oid:../../patients' }, undefined],
  ['a number of another system', { system: 'https://ris.example/id', value: '1.2.3' }, undefined],
])('%s', (_, identifier, studyInstanceUid) => {
  expect(
    studyOfImagingStudy({ resourceType: 'ImagingStudy', identifier: [identifier] })?.studyInstanceUid,
  ).toBe(studyInstanceUid);
});

test.each([
  ['cancelled', 'withdrawn'],
  ['entered-in-error', 'withdrawn'],
  ['registered', 'in-use'],
  [undefined, 'in-use'],
])('a study that is %s is %s', (status, state) => {
  const study = studyOfImagingStudy({ resourceType: 'ImagingStudy', status, identifier: [accession] });
  expect(study?.state).toBe(state);
});

test('a study started in an unknown month has no date', () => {
  const study = studyOfImagingStudy({
    resourceType: 'ImagingStudy',
    started: '2025',
    identifier: [accession],
  });
  expect(study?.startedOn).toBeUndefined();
});

test.each([
  ['null', null],
  ['another resource', { resourceType: 'Patient' }],
  ['a study that cannot be found', { resourceType: 'ImagingStudy', id: '9' }],
  ['wrong types throughout', { resourceType: 'ImagingStudy', identifier: 'x', series: 7, modality: ['DX'] }],
])('%s is no study', (_, resource) => {
  expect(studyOfImagingStudy(resource)).toBeUndefined();
});

test.each([
  [
    'R5 connection type',
    { status: 'active', connectionType: [{ coding: [{ code: 'dicom-wado-rs' }] }], address: 'https://a/b' },
    'dicom-wado-rs',
  ],
  [
    'a type of its own',
    { status: 'active', connectionType: { code: 'iid' }, address: 'https://a/b' },
    'other',
  ],
  [
    'not active',
    { status: 'off', connectionType: { code: 'dicom-wado-rs' }, address: 'https://a/b' },
    undefined,
  ],
  [
    'no web address',
    { status: 'active', connectionType: { code: 'dicom-wado-rs' }, address: 'file:///etc' },
    undefined,
  ],
])('an endpoint with %s', (_, given, connectionType) => {
  expect(studyEndpointOf({ resourceType: 'Endpoint', ...given })?.connectionType).toBe(connectionType);
});

test('a radiology report names its study by accession number', () => {
  const report = {
    resourceType: 'DiagnosticReport',
    id: '7',
    status: 'final',
    identifier: [accession],
    code: {
      text: 'XR lumbar spine',
      coding: [{ system: LOINC, code: '24972-2', display: 'Lumbar spine X-ray' }],
    },
    effectiveDateTime: '2025-03-01T10:00:00Z',
  };
  expect(studyOfRadiologyReport(report)).toMatchObject({
    accessionNumber: 'A1',
    reference: 'DiagnosticReport/7',
    startedOn: '2025-03-01',
    descriptions: ['XR lumbar spine', 'Lumbar spine X-ray'],
  });
  expect(studyOfRadiologyReport({ ...report, identifier: [] })).toBeUndefined();
});
