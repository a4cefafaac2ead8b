import { Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppModelCard } from '../../../src/flow/app-view.ts';
import { IntervalLine } from './interval-line.tsx';

const ofHundred = (share: number): number => Math.round(1000 * share) / 10;

/** What the model was measured to do, each figure with its interval as a line; `heading` names the table. */
export function ModelFigures({
  heading,
  note,
  figures,
}: {
  readonly heading: string;
  readonly note: ReactNode;
  readonly figures: AppModelCard['figures'];
}) {
  return (
    <>
      <Title order={3} size="h5">
        {heading}
      </Title>
      <Text size="sm">{note}</Text>
      <div className="scroll-sideways" role="region" tabIndex={0} aria-label={heading}>
        <Table aria-label={heading}>
          <Table.Tbody data-part="model-figures">
            {figures.map(({ label, value, lower, upper }) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" data-of-record>
                  {label}
                </Table.Th>
                <Table.Td>
                  <IntervalLine value={ofHundred(value)} lower={ofHundred(lower)} upper={ofHundred(upper)} />
                </Table.Td>
                <Table.Td data-of-record>
                  {`${value.toFixed(2)} (${lower.toFixed(2)}–${upper.toFixed(2)})`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}
