import { Divider, Group, List, Text } from '@mantine/core';
import type { AppResult } from '../../../src/flow/app-view.ts';
import type { AvailableImageEvidence } from '../../../src/core/evidence/image-evidence.ts';
import { message } from '../messages/messages.ts';
import { Panel } from './panel.tsx';
import { Probability } from './probability.tsx';

/** The film's result in words: outcome, score and cut, probability where one is fitted, and what it cannot see. */
export function ResultPanel({ result }: { readonly result: AppResult }) {
  return (
    <Panel title={message('result.heading')}>
      {result.kind === 'not-assessed' ? (
        <>
          <Text fw={600}>{message('result.none')}</Text>
          <Text data-of-record>{result.sentence}</Text>
        </>
      ) : (
        <Assessed result={result} />
      )}
      <Divider />
      <Text size="sm">{message('result.spineOnly')}</Text>
      <Text size="sm" fw={600}>
        {message('result.noFractures')}
      </Text>
    </Panel>
  );
}

function Assessed({ result }: { readonly result: Extract<AppResult, { kind: 'assessed' }> }) {
  const { evidence } = result;
  return (
    <>
      <Group>
        <strong className="outcome" data-outcome={evidence.outcome}>
          {message(`result.${evidence.outcome}`)}
        </strong>
      </Group>
      <Text>{outcomeWords(evidence)}</Text>
      <Probability probability={evidence.probability} />
      <Text size="sm">
        {message('result.score', {
          score: evidence.filmScore.toFixed(2),
          cut: evidence.flaggedAtOrAbove.toFixed(2),
        })}{' '}
        {message('result.scoreNote')}
      </Text>
      {result.refusals.length > 0 && (
        <>
          <Text size="sm" fw={600}>
            {message('result.refusals')}
          </Text>
          <List size="sm" data-of-record>
            {result.refusals.map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
        </>
      )}
      <Text size="sm" c="dimmed">
        {message('result.assessedOn', { date: result.assessedAt.slice(0, 10) })}
      </Text>
    </>
  );
}

const outcomeWords = ({ outcome, acquiredOn }: AvailableImageEvidence): string =>
  message(`result.${outcome}.words`, { date: acquiredOn ?? message('result.noDate') });
