import { Table, Text } from '@mantine/core';
import type { AppModelCard } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { IntervalLine } from './interval-line.tsx';

const ofHundred = (share: number): number => Math.round(1000 * share) / 10;

/** What the model was measured to do on films that training never saw, each figure with its interval as a line. */
export function ModelFigures({ figures }: { readonly figures: AppModelCard['figures'] }) {
  if (figures.length === 0) return <Text size="sm">{message('model.noFigures')}</Text>;
  return (
    <>
      <Text size="sm">{message('model.figuresNote')}</Text>
      <div className="scroll-sideways" role="region" tabIndex={0} aria-label={message('model.figures')}>
        <Table aria-label={message('model.figures')}>
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
