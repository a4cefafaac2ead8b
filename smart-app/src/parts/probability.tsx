import { Stack, Text } from '@mantine/core';
import type { AvailableImageEvidence } from '../../../src/core/evidence/image-evidence.ts';
import { message } from '../messages/messages.ts';
import { IconArray } from './icon-array.tsx';

const ofHundred = (share: number): number => Math.round(100 * share);

/** The one fitted probability as a picture of 100 people, beside what age and sex say alone; or why there is none. */
export function Probability({
  probability,
}: {
  readonly probability: AvailableImageEvidence['probability'];
}) {
  if (probability.kind === 'absent')
    return <Text size="sm">{message(`probability.absent.${probability.reason}`)}</Text>;
  return (
    <Stack gap="xs">
      <Text fw={600}>{message('probability.heading')}</Text>
      <IconArray marked={ofHundred(probability.value)} />
      <Text>{message('probability.words', { value: ofHundred(probability.value) })}</Text>
      <Text size="sm">
        {message('probability.interval', {
          lower: ofHundred(probability.lower),
          upper: ofHundred(probability.upper),
        })}
      </Text>
      <IconArray marked={ofHundred(probability.ageSexValue)} />
      <Text size="sm">{message('probability.ageSex', { value: ofHundred(probability.ageSexValue) })}</Text>
      <Text size="sm" c="dimmed">
        {message('probability.fittedOn', { source: probability.fittedOn })}
      </Text>
    </Stack>
  );
}
