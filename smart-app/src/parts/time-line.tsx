import { Text } from '@mantine/core';
import type { TimeLineEntry } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { Panel } from './panel.tsx';

/** DXA, fractures, treatment, orders, films and assessments on one line, newest first. */
export function TimeLine({ entries }: { readonly entries: readonly TimeLineEntry[] }) {
  return (
    <Panel title={message('timeLine.heading')}>
      {entries.length === 0 ? (
        <Text>{message('timeLine.none')}</Text>
      ) : (
        <ol className="time-line">
          {entries.map((entry) => (
            <li key={`${entry.kind} ${entry.on ?? ''} ${entry.text}`} data-kind={entry.kind}>
              <span className="day" data-of-record>
                {entry.on ?? message('timeLine.noDate')}
              </span>
              <strong>{message(`timeLine.${entry.kind}`)}</strong> <span data-of-record>{entry.text}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
