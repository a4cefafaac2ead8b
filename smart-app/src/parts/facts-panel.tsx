import { List } from '@mantine/core';
import { message } from '../messages/messages.ts';
import { Panel } from './panel.tsx';

/** What of the record the decision leaned on. */
export function FactsPanel({ facts }: { readonly facts: readonly string[] }) {
  return (
    <Panel title={message('facts.heading')}>
      <List data-of-record size="sm">
        {facts.map((fact) => (
          <List.Item key={fact}>{fact}</List.Item>
        ))}
      </List>
    </Panel>
  );
}
