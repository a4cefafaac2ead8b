import type { ImagingStudy, Patient } from '@medplum/fhirtypes';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import { TrabeculaError } from '../../src/errors.ts';
import { findPatientStudies } from '../../src/flow/find-patient-studies.ts';
import type { ArchivedStudy, ImageArchive, StudyQuery } from '../../src/flow/ports/image-archive.ts';
import { InMemoryFhir } from '../fakes/in-memory-fhir.ts';

const rules = { viewRules: defaultViewRules, cardAgeLimitMonths: 24 };
const asOf = new Date('2026-06-15T08:00:00Z');
const signal = new AbortController().signal;
const patient: Patient = {
  resourceType: 'Patient',
  id: 'ann',
  identifier: [{ value: 'P1' }, { system: 'https://licences.example', value: 'S99*' }],
};

const archived = (study: string, given: Partial<ArchivedStudy> = {}): ArchivedStudy => ({
  studyInstanceUid: study,
  patientId: 'P1',
  studyDate: '2026-05-01',
  accessionNumber: undefined,
  description: 'LWS in 2 Ebenen',
  modalities: ['DX'],
  instanceCount: 2,
  ...given,
});

function archiveOf(studies: readonly ArchivedStudy[]) {
  const asked: string[] = [];
  const findStudies = (query: StudyQuery): Promise<readonly ArchivedStudy[]> => {
    asked.push(query.by);
    if (query.by === 'patient' && query.patientId.includes('*')) {
      return Promise.reject(new TrabeculaError('bad-request', 'holds a wildcard'));
    }
    return Promise.resolve(
      studies.filter(
        (study) =>
          (query.by === 'study-uid' && study.studyInstanceUid === query.studyInstanceUid) ||
          (query.by === 'accession' && study.accessionNumber === query.accessionNumber) ||
          (query.by === 'patient' && study.patientId === query.patientId),
      ),
    );
  };
  return { archive: { findStudies } as unknown as ImageArchive, asked };
}

function chart(...studies: readonly Partial<ImagingStudy>[]): InMemoryFhir {
  const fhir = new InMemoryFhir();
  for (const [index, study] of studies.entries()) {
    fhir.put(
      {
        resourceType: 'ImagingStudy',
        id: `study-${index}`,
        status: 'available',
        subject: { reference: 'Patient/ann' },
        started: '2026-03-01',
        modality: [{ code: 'DX' }],
        description: 'Lumbar spine',
        ...study,
      },
      '2026-03-01T00:00:00Z',
    );
  }
  return fhir;
}

const uid = (value: string) => [{ system: 'urn:dicom:uid', value: `urn:oid:${value}` }];
const accession = (value: string) => [{ type: { coding: [{ code: 'ACSN' }] }, value }];

async function find(fhir: InMemoryFhir, studies: readonly ArchivedStudy[], wanted?: string) {
  const { archive, asked } = archiveOf(studies);
  const choice = await findPatientStudies(patient, wanted, { fhir, archive }, rules, asOf, signal);
  return { found: choice.lumbar.map(({ study }) => study.studyInstanceUid), asked };
}

test('a charted study is taken without asking the archive', async () => {
  expect(await find(chart({ identifier: uid('1.2') }), [archived('1.3')])).toEqual({
    found: ['1.2'],
    asked: [],
  });
});

test('a study charted by accession number gets its UID from the archive', async () => {
  const { found } = await find(chart({ identifier: accession('A1') }), [
    archived('1.3', { accessionNumber: 'A1' }),
  ]);
  expect(found).toEqual(['1.3']);
});

test('a film that came into the archive and is not charted yet is found beside the charted ones', async () => {
  const { found } = await find(chart({ identifier: uid('1.2') }), [archived('1.3')], '1.3');
  expect(found).toEqual(['1.3', '1.2']);
});

test('a wanted study that the chart cancelled stays withdrawn, whatever the archive holds', async () => {
  const cancelled = chart({ identifier: uid('1.3'), status: 'cancelled' });
  expect((await find(cancelled, [archived('1.3')], '1.3')).found).toEqual([]);
});

test('a chart without ImagingStudy: by the reports, else by the patient; an identifier with a wildcard is no trouble', async () => {
  const fhir = chart();
  fhir.put(
    {
      resourceType: 'DiagnosticReport',
      id: 'r',
      status: 'final',
      subject: { reference: 'Patient/ann' },
      category: [{ coding: [{ code: 'RAD' }] }],
      identifier: accession('A7'),
      code: { text: 'XR lumbar spine' },
      effectiveDateTime: '2026-04-01',
    },
    '2026-04-01T00:00:00Z',
  );
  const byReport = archived('1.7', {
    accessionNumber: 'A7',
    patientId: 'other number',
    studyDate: '2026-04-01',
  });
  const { found, asked } = await find(fhir, [byReport, archived('1.3')]);
  expect(found).toEqual(['1.3', '1.7']);
  expect(asked).toEqual(['accession', 'patient', 'patient']);
});

test('an EHR that does not let us read ImagingStudy is like one that has none', async () => {
  const fhir = chart();
  fhir.search = () => Promise.reject(new TrabeculaError('upstream-refused', 'The EHR answered 403.'));
  expect((await find(fhir, [archived('1.3')])).found).toEqual(['1.3']);
});

test('an EHR that cannot be reached is trouble', async () => {
  const fhir = chart();
  fhir.down = true;
  await expect(find(fhir, [])).rejects.toMatchObject({ code: 'upstream-unavailable' });
});
