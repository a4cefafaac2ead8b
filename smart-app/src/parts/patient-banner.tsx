import { Group, Text, Title } from '@mantine/core';
import type { AppPatient } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';

/** Who the record is about, unless the EHR shows that already (`need_patient_banner` false). */
export function PatientBanner({ patient }: { readonly patient: AppPatient }) {
  const parts = [
    patient.ageYears === undefined ? undefined : message('banner.age', { age: patient.ageYears }),
    message(`sex.${patient.sex ?? 'unknown'}`),
    patient.birthDate === undefined ? undefined : message('banner.born', { date: patient.birthDate }),
    patient.recordNumber === undefined
      ? undefined
      : message('banner.record', { number: patient.recordNumber }),
  ];
  return (
    <Group component="section" className="panel" aria-label={message('banner.label')} gap="lg">
      <Title order={1} size="h3" data-of-record>
        {patient.name ?? message('banner.noName')}
      </Title>
      <Text data-of-record>{parts.filter((part) => part !== undefined).join(', ')}</Text>
    </Group>
  );
}
