import { Anchor, Table, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { AppModelCard } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { ModelFigures } from '../parts/model-figures.tsx';
import { Panel } from '../parts/panel.tsx';
import { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';

/** The models that run here, each with its attributes and version. */
export function ModelScreen({
  session,
  onFailure,
}: {
  readonly session: Session;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const [cards, setCards] = useState<readonly AppModelCard[]>();
  useEffect(() => {
    session
      .call('models')
      .then(async (response) => (await response.json()) as { models: AppModelCard[] })
      .then(({ models }) => {
        setCards(models);
      })
      .catch((error: unknown) => {
        if (error instanceof SessionFailure && error.kind === 'expired') onFailure(error);
        else setCards([]);
      });
  }, [session, onFailure]);
  if (cards === undefined) return <Text role="status">{message('app.opening')}</Text>;
  if (cards.length === 0) return <Text>{message('model.none')}</Text>;
  return (
    <div className="column">
      {cards.map((card) => (
        <Panel key={card.id} title={card.title}>
          <Text className="notice">{message('app.notice')}</Text>
          <Text size="sm">
            {message('model.version')} <code data-of-record>{card.version}</code>
          </Text>
          {card.reportUrl !== undefined && (
            <Anchor href={card.reportUrl} target="_blank" rel="noopener noreferrer">
              {message('model.report')}
            </Anchor>
          )}
          {card.figures.length === 0 ? (
            <Text size="sm">{message('model.noFigures')}</Text>
          ) : (
            <ModelFigures
              heading={message('model.figures')}
              note={message('model.figuresNote')}
              figures={card.figures}
            />
          )}
          {card.local === undefined ? (
            <Text size="sm">{message('model.notMeasuredHere')}</Text>
          ) : (
            <ModelFigures
              heading={message('model.localFigures')}
              note={<span data-of-record>{card.local.words}</span>}
              figures={card.local.figures}
            />
          )}
          <Title order={3} size="h5">
            {message('model.attributes')}
          </Title>
          <Table aria-label={message('model.attributes')}>
            <Table.Tbody>
              {card.attributes.map(({ name, text }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row" data-of-record>
                    {name}
                  </Table.Th>
                  <Table.Td data-of-record>{text ?? message('model.notAvailable')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Panel>
      ))}
    </div>
  );
}
