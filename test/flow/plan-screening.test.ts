import { minutesLeft, outlookOf, planScreening } from '../../src/flow/plan-screening.ts';
import type { PopulationQuestions } from '../../src/flow/ports/population-questions.ts';
import type {
  ScreeningLedger,
  ScreeningProgress,
  ScreeningRun,
} from '../../src/flow/ports/screening-ledger.ts';

const at = new Date('2026-11-28T12:00:00Z');
const films = [
  { patient_id: 'a', study_instance_uid: '2.25.1' },
  { patient_id: 'b', study_instance_uid: '2.25.2' },
];

function portsOf(rows: readonly Record<string, string>[]) {
  const planned: { run: ScreeningRun; patients: string[] }[] = [];
  const questions = {
    ask: (
      _tenant: string,
      name: string,
      _parameters: unknown,
      _today: string,
      { offset }: { offset: number },
    ) => Promise.resolve({ question: { name }, rows: offset === 0 ? rows : [], rowsInAll: rows.length }),
  } as unknown as PopulationQuestions;
  const ledger = {
    plan: (run: ScreeningRun, studies: readonly { patientId: string }[]) => {
      planned.push({ run, patients: studies.map(({ patientId }) => patientId) });
      return Promise.resolve(studies.length);
    },
  } as unknown as ScreeningLedger;
  return { planned, ports: { questions, ledger, clock: () => at, newId: () => 'run-1' } };
}

const request = { tenantId: 't', askedBy: 'staff', filmMonths: 24, patientIds: undefined };

test('a run takes every film that waits, or those of the listed patients, and says who has none', async () => {
  const { planned, ports } = portsOf(films);
  expect(await planScreening(request, ports)).toMatchObject({
    patients: 2,
    studies: 2,
    listedWithoutFilm: 0,
  });
  expect(await planScreening({ ...request, patientIds: ['b', 'z'] }, ports)).toMatchObject({
    studies: 1,
    listedWithoutFilm: 1,
  });
  expect(planned.map(({ patients }) => patients)).toEqual([['a', 'b'], ['b']]);
});

test('the outlook tells the size and the hours of a run and begins nothing; without an earlier run no hours', async () => {
  const { planned, ports } = portsOf(films);
  const paced = (seconds: number | undefined) => ({
    ...ports,
    ledger: { secondsPerStudy: () => Promise.resolve(seconds) },
  });
  // 2 studies of 90 s are 180 s, a twentieth of an hour.
  expect(await outlookOf(request, paced(90))).toEqual({
    patients: 2,
    studies: 2,
    listedWithoutFilm: 0,
    secondsPerStudy: 90,
    hours: 0.05,
  });
  expect((await outlookOf(request, paced(undefined))).hours).toBeUndefined();
  expect(planned).toEqual([]);
});

test('a run of nobody is refused instead of looking finished', async () => {
  await expect(planScreening(request, portsOf([]).ports)).rejects.toThrow(
    'no patient of that cohort has a lumbar film',
  );
});

test('the remaining time comes from the last ten minutes, and is unknown without any', () => {
  const progress = { waiting: 100, finishedLastTenMinutes: 20 } as ScreeningProgress;
  // 20 in 10 minutes are 2 a minute: 100 take 50 minutes.
  expect(minutesLeft(progress)).toBe(50);
  expect(minutesLeft({ ...progress, finishedLastTenMinutes: 0 })).toBeUndefined();
  expect(minutesLeft({ ...progress, waiting: 0 })).toBe(0);
});
