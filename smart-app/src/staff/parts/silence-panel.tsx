import { Text } from '@mantine/core';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import type { GoLive, Step } from './go-live.ts';
import { ReasonForm } from './reason-form.tsx';

/** Orders silence; a clinical lead lifts it. */
export function SilencePanel({
  state,
  isLead,
  step,
}: {
  readonly state: GoLive;
  readonly isLead: boolean;
  readonly step: Step;
}) {
  const isSilenced = state.obstacles.some(({ code }) => code === 'silenced');
  if (isSilenced && isLead)
    return (
      <Panel title={message('goLive.liftHeading')}>
        <Text size="sm">{message('goLive.liftWords')}</Text>
        <ReasonForm
          label={message('goLive.liftReason')}
          button={message('goLive.lift')}
          onSend={(reason) => step('silence-lifts', { reason })}
        />
      </Panel>
    );
  if (isSilenced) return null;
  return (
    <Panel title={message('goLive.silenceHeading')}>
      <Text size="sm">{message('goLive.silenceWords')}</Text>
      <ReasonForm
        label={message('goLive.silenceReason')}
        button={message('goLive.silence')}
        color="red.8"
        onSend={(reason) => step('silences', { reason })}
      />
    </Panel>
  );
}
