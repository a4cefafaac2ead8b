import type { Appointment } from '@medplum/fhirtypes';
import { assessAhead } from '../../src/flow/assess-ahead.ts';
import { InMemoryFhir } from '../fakes/in-memory-fhir.ts';
import { InMemoryJobs } from '../fakes/in-memory-assessments.ts';

const asOf = new Date('2026-06-15T02:00:00Z');

async function asked(appointments: readonly Partial<Appointment>[]) {
  const fhir = new InMemoryFhir();
  const jobs = new InMemoryJobs();
  for (const [index, given] of appointments.entries()) {
    const appointment: Appointment = {
      resourceType: 'Appointment',
      id: String(index),
      status: 'booked',
      start: '2026-06-16T09:00:00Z',
      participant: [{ status: 'accepted', actor: { reference: 'Patient/ann' } }],
      ...given,
    };
    fhir.put(appointment, '2026-06-01T00:00:00Z');
  }
  const count = await assessAhead('general', { fhir, jobs, daysAhead: 3 }, asOf);
  expect(jobs.waiting).toHaveLength(count);
  return jobs.waiting;
}

test('everybody with an appointment in the next three days is asked for, once', async () => {
  const participant = (reference: string) => [{ status: 'accepted' as const, actor: { reference } }];
  const jobs = await asked([
    {},
    { start: '2026-06-17T09:00:00Z' },
    { start: '2026-06-18T23:00:00Z', participant: participant('Patient/bea') },
    { start: '2026-06-19T00:00:00Z', participant: participant('Patient/too-late') },
    { start: '2026-06-14T09:00:00Z', participant: participant('Patient/too-early') },
  ]);
  expect(jobs).toEqual(
    ['ann', 'bea'].map((patientId) => ({
      tenantId: 'general',
      patientId,
      studyInstanceUid: undefined,
      askedBy: 'appointment',
    })),
  );
});

test.each<[string, Partial<Appointment>]>([
  ['a cancelled appointment', { status: 'cancelled' }],
  ['one entered in error', { status: 'entered-in-error' }],
  ['one that was not kept', { status: 'noshow' }],
  [
    'one that the patient declined',
    { participant: [{ status: 'declined', actor: { reference: 'Patient/ann' } }] },
  ],
  [
    'one of a practitioner alone',
    { participant: [{ status: 'accepted', actor: { reference: 'Practitioner/1' } }] },
  ],
])('%s asks for nobody', async (_, given) => {
  expect(await asked([given])).toEqual([]);
});
