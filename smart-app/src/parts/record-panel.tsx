import { List, Text } from '@mantine/core';
import type { AppView } from '../../../src/flow/app-view.ts';
import { en, type MessageKey } from '../messages/en.ts';
import { message } from '../messages/messages.ts';
import type { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { Panel } from './panel.tsx';
import { ReviewControl } from './review-control.tsx';

/** What was written back, and where the referral stands. */
export function RecordPanel({
  session,
  view,
  onFailure,
}: {
  readonly session: Session;
  readonly view: Pick<AppView, 'record' | 'result'>;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const { referral, written, review } = view.record;
  return (
    <Panel title={message('record.heading')}>
      <Written references={written} />
      {view.result.kind === 'assessed' && (
        <ReviewControl
          session={session}
          assessmentKey={view.result.assessmentKey}
          review={review}
          onFailure={onFailure}
        />
      )}
      <Text size="sm">
        {referral === undefined
          ? message('record.noReferral')
          : [
              message('record.referral', { stage: referral.stage ?? referral.status }),
              referral.dueOn === undefined ? undefined : message('record.due', { date: referral.dueOn }),
              referral.owner === undefined ? undefined : message('record.owner', { owner: referral.owner }),
            ]
              .filter((part) => part !== undefined)
              .join(', ')}
      </Text>
    </Panel>
  );
}

/** What was written, in words; the references are there for who looks for them in the EHR. */
function Written({ references }: { readonly references: readonly string[] }) {
  if (references.length === 0) return <Text size="sm">{message('record.notWritten')}</Text>;
  const what = references.map((reference) => typeWords(reference.split('/')[0] ?? reference));
  return (
    <div>
      <Text size="sm">{message('record.written', { what: [...new Set(what)].join(', ') })}</Text>
      <details>
        <summary>{message('record.references')}</summary>
        <List size="sm" data-of-record className="references">
          {references.map((reference) => (
            <List.Item key={reference}>{reference}</List.Item>
          ))}
        </List>
      </details>
    </div>
  );
}

/** A type that the catalogue does not know is named as FHIR names it. */
const typeWords = (resourceType: string): string => {
  const key = `record.type.${resourceType}`;
  return isTextKey(key) ? message(key) : resourceType;
};

const isTextKey = (key: string): key is MessageKey => key in en;
