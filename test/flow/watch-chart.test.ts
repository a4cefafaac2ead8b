import { watchChart, type ChartReport } from '../../src/flow/watch-chart.ts';
import { Hospital, TENANT } from '../fakes/hospital.ts';

const signal = new AbortController().signal;
let hospital: Hospital;
async function round(): Promise<ChartReport> {
  const report = await watchChart(TENANT, hospital.ports, hospital.now, signal);
  await hospital.workOff();
  return report;
}

beforeEach(async () => {
  hospital = new Hospital();
  hospital.patient('ann', 'P1');
  hospital.patient('bea', 'P2');
  hospital.film('1.2', 'P1');
  hospital.charted('study', '1.2', 'ann');
  await round();
  hospital.later(10);
});

test('a new lumbar study of the chart is asked for, once', async () => {
  expect(hospital.current).toEqual(['ann 1.2']);
  expect(await round()).toEqual({ studies: 0, patients: 0, asked: 0, withdrawn: 0 });
});

test.each(['cancelled', 'entered-in-error'] as const)(
  'a study that becomes %s is withdrawn',
  async (status) => {
    hospital.charted('study', '1.2', 'ann', status);
    expect(await round()).toMatchObject({ studies: 1, asked: 0, withdrawn: 1 });
    expect(hospital.store.withdrawals).toEqual([['ann', '1.2', 'study-withdrawn']]);
    expect(hospital.current).toEqual([]);
  },
);

test('a study that is now of another patient is withdrawn from the first and assessed under the second', async () => {
  hospital.charted('study', '1.2', 'bea');
  expect(await round()).toMatchObject({ asked: 1, withdrawn: 1 });
  expect(hospital.store.withdrawals).toEqual([['ann', '1.2', 'film-moved']]);
  expect(hospital.current).toEqual(['bea 1.2']);
});

test('an entry that was an error does not withdraw the assessment of the patient whose film it is', async () => {
  hospital.charted('wrong', '1.2', 'bea', 'entered-in-error');
  expect(await round()).toMatchObject({ withdrawn: 0 });
  expect(hospital.current).toEqual(['ann 1.2']);
});

test('a patient merged into another: the assessment is withdrawn and the film assessed under the survivor', async () => {
  hospital.patient('ann', 'P1', { link: [{ type: 'replaced-by', other: { reference: 'Patient/bea' } }] });
  expect(await round()).toMatchObject({ patients: 1, asked: 1, withdrawn: 1 });
  expect(hospital.store.withdrawals).toEqual([['ann', '1.2', 'patient-merged']]);
  expect(hospital.current).toEqual(['bea 1.2']);
});

test('a merge of a merge goes to the last survivor', async () => {
  hospital.patient('cleo', 'P4');
  hospital.patient('bea', 'P2', { link: [{ type: 'replaced-by', other: { reference: 'Patient/cleo' } }] });
  hospital.patient('ann', 'P1', { link: [{ type: 'replaced-by', other: { reference: 'Patient/bea' } }] });
  await round();
  expect(hospital.current).toEqual(['cleo 1.2']);
});

test('a merge into a record that is not there leaves everything as it is', async () => {
  hospital.patient('ann', 'P1', { link: [{ type: 'replaced-by', other: { reference: 'Patient/gone' } }] });
  expect(await round()).toMatchObject({ asked: 0, withdrawn: 0 });
  expect(hospital.current).toEqual(['ann 1.2']);
});

test('a study known by accession number alone is found in the archive', async () => {
  hospital.archive.store({ study: '1.7', sop: '1.7.1', patientId: 'P2', accession: 'A7' });
  hospital.fhir.put(
    {
      resourceType: 'ImagingStudy',
      id: 'by-number',
      status: 'available',
      identifier: [{ type: { coding: [{ code: 'ACSN' }] }, value: 'A7' }],
      subject: { reference: 'Patient/bea' },
      description: 'LWS in 2 Ebenen',
    },
    hospital.now.toISOString(),
  );
  await round();
  expect(hospital.current).toEqual(['ann 1.2', 'bea 1.7']);
});

test('two resources of one instant are both followed although the second is seen a round later', async () => {
  hospital.charted('one', '1.5', 'bea');
  await round();
  hospital.charted('two', '1.6', 'bea');
  expect(await round()).toMatchObject({ studies: 1, asked: 1 });
  expect(hospital.current).toEqual(['ann 1.2', 'bea 1.5', 'bea 1.6']);
});

test('a round that an outage ends starts again from the same place', async () => {
  hospital.charted('study', '1.2', 'ann', 'cancelled');
  hospital.fhir.down = true;
  await expect(round()).rejects.toMatchObject({ code: 'upstream-unavailable' });
  hospital.fhir.down = false;
  expect(await round()).toMatchObject({ withdrawn: 1 });
});

test('a Consent that denies it is learnt before films are followed, and its end too', async () => {
  hospital.consent('no', 'ann', 'active');
  await round();
  expect(hospital.optOuts.hasOptedOut(TENANT, 'ann')).toBe(true);
  hospital.later(1);
  hospital.consent('no', 'ann', 'inactive');
  await round();
  expect(hospital.optOuts.hasOptedOut(TENANT, 'ann')).toBe(false);
});
