import { qidoSweep } from '../../../src/adapters/arrivals/qido-sweep.ts';
import type { ArchivedStudy, ImageArchive, StudyQuery } from '../../../src/flow/ports/image-archive.ts';

const signal = new AbortController().signal;

function archiveOf(studies: readonly Partial<ArchivedStudy>[]) {
  const asked: StudyQuery[] = [];
  const archive = {
    findStudies: (query: StudyQuery) => {
      asked.push(query);
      return Promise.resolve(studies);
    },
  } as unknown as ImageArchive;
  return { archive, asked };
}

test('all days are looked over once an hour, in between yesterday and today', async () => {
  const { archive, asked } = archiveOf([]);
  const sweep = qidoSweep(archive, { daysBack: 7 });
  let position: string | undefined;
  for (const time of ['08:00', '08:30', '08:59', '09:00', '09:01']) {
    ({ position } = await sweep.since(position, new Date(`2026-06-15T${time}:00Z`), signal));
  }
  expect(asked.map((query) => query.by === 'changed-since' && query.studyDateFrom)).toEqual([
    '20260608',
    '20260614',
    '20260614',
    '20260608',
    '20260614',
  ]);
});

test.each<[string, Partial<ArchivedStudy>, boolean]>([
  ['nothing', {}, true],
  ['a film more', { instanceCount: 3 }, false],
  ['another patient', { patientId: 'P2' }, false],
  ['a new description', { description: 'LWS' }, true],
])('%s: the fingerprint says so', async (_, change, isSame) => {
  const study = { studyInstanceUid: '1.2', instanceCount: 2, patientId: 'P1' };
  const fingerprint = async (given: Partial<ArchivedStudy>) => {
    const sweep = qidoSweep(archiveOf([given]).archive, { daysBack: 7 });
    return (await sweep.since(undefined, new Date(), signal)).studies[0]?.fingerprint;
  };
  expect((await fingerprint(study)) === (await fingerprint({ ...study, ...change }))).toBe(isSame);
});
