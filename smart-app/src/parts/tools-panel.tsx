import { Anchor, Group, NativeSelect, NumberInput, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { AppToolInputs, AppToolScore } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { Panel } from './panel.tsx';

type Input = AppToolInputs['assumedNo'][number];

const FRAX_URL = 'https://frax.shef.ac.uk/FRAX/';

/** OST, ORAI and OSIRIS from the record and what the user types in; the service computes them. */
export function ToolsPanel({
  session,
  known,
  onFailure,
}: {
  readonly session: Session;
  readonly known: AppToolInputs;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const [inputs, setInputs] = useState<AppToolInputs>(known);
  const [scores, setScores] = useState<readonly AppToolScore[]>([]);
  useEffect(() => {
    let isCurrent = true;
    session
      .call('tools', { method: 'POST', body: inputs })
      .then(async (response) => (await response.json()) as { scores: AppToolScore[] })
      .then((answer) => {
        if (isCurrent) setScores(answer.scores);
      })
      .catch((error: unknown) => {
        if (error instanceof SessionFailure && error.kind === 'expired') onFailure(error);
      });
    return () => {
      isCurrent = false;
    };
  }, [session, inputs, onFailure]);
  return (
    <Panel title={message('tools.heading')}>
      <Text size="sm">{message('tools.note')}</Text>
      <Group grow align="end">
        <NumberField
          label={message('tools.age')}
          value={inputs.ageYears}
          max={120}
          onChange={(ageYears) => {
            setInputs({ ...inputs, ageYears });
          }}
        />
        <NumberField
          label={message('tools.weight')}
          value={inputs.weightKg}
          max={400}
          onChange={(weightKg) => {
            setInputs({ ...inputs, weightKg });
          }}
        />
      </Group>
      <Group grow align="end">
        <YesNoField
          label={message('tools.oestrogen')}
          value={inputs.oestrogen}
          isAssumed={inputs.assumedNo.includes('oestrogen')}
          mayBeAssumed={known.assumedNo.includes('oestrogen')}
          onChange={(oestrogen, isAssumed) => {
            setInputs({ ...inputs, oestrogen, assumedNo: assumed(inputs, 'oestrogen', isAssumed) });
          }}
        />
        <YesNoField
          label={message('tools.fracture')}
          value={inputs.lowImpactFracture}
          isAssumed={inputs.assumedNo.includes('prior-fracture')}
          mayBeAssumed={known.assumedNo.includes('prior-fracture')}
          onChange={(lowImpactFracture, isAssumed) => {
            setInputs({
              ...inputs,
              lowImpactFracture,
              assumedNo: assumed(inputs, 'prior-fracture', isAssumed),
            });
          }}
        />
      </Group>
      <ScoreTable scores={scores} />
      <Text size="sm">
        <Anchor href={FRAX_URL} target="_blank" rel="noopener noreferrer">
          {message('tools.frax')}
        </Anchor>
      </Text>
    </Panel>
  );
}

const assumed = ({ assumedNo }: AppToolInputs, input: Input, isAssumed: boolean): readonly Input[] =>
  isAssumed ? [...assumedNo, input] : assumedNo.filter((other) => other !== input);

function ScoreTable({ scores }: { readonly scores: readonly AppToolScore[] }) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{message('tools.name')}</Table.Th>
          <Table.Th>{message('tools.value')}</Table.Th>
          <Table.Th>{message('tools.meaning')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {scores.map((score) => (
          <Table.Tr key={score.tool} data-tool={score.tool}>
            <Table.Td data-of-record>{score.tool.toUpperCase()}</Table.Td>
            <Table.Td data-of-record>{score.value ?? '–'}</Table.Td>
            <Table.Td>{meaning(score)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function meaning({ positive, cut, missing, assumedNo }: AppToolScore): string {
  if (positive === undefined) return message('tools.missing', { inputs: named(missing) });
  const found = message(positive ? 'tools.positive' : 'tools.notPositive', { cut });
  return assumedNo.length === 0
    ? found
    : `${found}; ${message('tools.assumed', { inputs: named(assumedNo) })}`;
}

const named = (inputs: readonly Input[]): string =>
  inputs.map((input) => message(`tools.input.${input}`)).join(', ');

function NumberField({
  label,
  value,
  max,
  onChange,
}: {
  readonly label: string;
  readonly value: number | undefined;
  readonly max: number;
  readonly onChange: (value: number | undefined) => void;
}) {
  return (
    <NumberInput
      label={label}
      value={value ?? ''}
      min={1}
      max={max}
      hideControls
      onChange={(entered) => {
        onChange(typeof entered === 'number' ? entered : undefined);
      }}
    />
  );
}

/** "none" is the record's silence, which counts as no; "no" is what the patient says. */
function YesNoField({
  label,
  value,
  isAssumed,
  mayBeAssumed,
  onChange,
}: {
  readonly label: string;
  readonly value: boolean | undefined;
  readonly isAssumed: boolean;
  readonly mayBeAssumed: boolean;
  readonly onChange: (value: boolean | undefined, isAssumed: boolean) => void;
}) {
  const choices = [...(mayBeAssumed ? (['none'] as const) : []), 'yes', 'no', 'unknown'] as const;
  return (
    <NativeSelect
      label={label}
      value={isAssumed ? 'none' : value === undefined ? 'unknown' : value ? 'yes' : 'no'}
      data={choices.map((choice) => ({ value: choice, label: message(`tools.${choice}`) }))}
      onChange={(event) => {
        const { value: choice } = event.currentTarget;
        onChange(choice === 'unknown' ? undefined : choice === 'yes', choice === 'none');
      }}
    />
  );
}
