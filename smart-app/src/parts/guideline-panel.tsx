import { Anchor, List, Text } from '@mantine/core';
import type { AppDecision } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { Panel } from './panel.tsx';

/** What guidelines say of this patient without any film. */
export function GuidelinePanel({ guideline }: { readonly guideline: AppDecision['guideline'] }) {
  return (
    <Panel title={message('guideline.heading')}>
      {guideline.length === 0 ? (
        <Text>{message('guideline.none')}</Text>
      ) : (
        <List data-of-record>
          {guideline.map(({ text, url }) => (
            <List.Item key={text}>
              {url === undefined ? (
                text
              ) : (
                <Anchor href={url} target="_blank" rel="noopener noreferrer">
                  {text}
                </Anchor>
              )}
            </List.Item>
          ))}
        </List>
      )}
    </Panel>
  );
}
