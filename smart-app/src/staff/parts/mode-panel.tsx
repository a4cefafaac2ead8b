import { List, Table, Text } from '@mantine/core';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import { shortDigest, type GoLive } from './go-live.ts';

/** The mode in force, what each mode above silent needs, and the settings that it rests on. */
export function ModePanel({ state }: { readonly state: GoLive }) {
  return (
    <div className="staff-columns">
      <Panel title={message('goLive.stateHeading')}>
        <Text className="big-figure" data-mode={state.mode}>
          {message(`goLive.mode.${state.mode}`)}
        </Text>
        <Text size="sm">{message(`goLive.mode.${state.mode}.words`)}</Text>
        <Text size="sm" className="quiet">
          {message('goLive.configured', { mode: message(`goLive.mode.${state.configuredMode}`) })}{' '}
          {state.isSandbox && message('goLive.sandbox')}
        </Text>
        <Settings state={state} />
      </Panel>
      <Panel title={message('goLive.ladderHeading')}>
        <ol className="ladder">
          {state.ladder.map(({ mode, isConfigured, obstacles }) => (
            <li key={mode} data-rung={mode} data-reached={state.mode === mode ? 'yes' : 'no'}>
              <Text fw={600}>{message(`goLive.mode.${mode}`)}</Text>
              {!isConfigured && <Text size="sm">{message('goLive.notConfigured')}</Text>}
              {obstacles.length === 0 ? (
                <Text size="sm">{message('goLive.nothingLacks')}</Text>
              ) : (
                <List size="sm" data-of-record>
                  {obstacles.map(({ code, text }) => (
                    <List.Item key={code} data-obstacle={code}>
                      {text}
                    </List.Item>
                  ))}
                </List>
              )}
            </li>
          ))}
        </ol>
      </Panel>
    </div>
  );
}

function Settings({ state }: { readonly state: GoLive }) {
  const { pool, research, regulatoryStatus, models } = state;
  const rows = [
    [
      message('goLive.models'),
      message('goLive.modelsValue', {
        ap: shortDigest(models.versions.ap ?? '–'),
        lateral: shortDigest(models.versions.lateral ?? '–'),
        precision: models.precision,
      }),
    ],
    [
      message('goLive.pool'),
      pool === null
        ? message('goLive.notSet')
        : message('goLive.poolValue', { name: pool.name, dxa: pool.dxaPerWeek }),
    ],
    [
      message('goLive.research'),
      research === null
        ? message('goLive.notSet')
        : message('goLive.researchValue', {
            reference: research.ethicsReference,
            date: research.expiresOn,
          }),
    ],
    [message('goLive.regulatory'), regulatoryStatus ?? message('goLive.notSet')],
  ] as const;
  return (
    <Table aria-label={message('goLive.settings')}>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td data-of-record>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
