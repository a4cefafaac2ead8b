import { Table } from '@mantine/core';
import { message } from '../messages/message.ts';
import type { watchTexts } from '../messages/en-watch.ts';

type TextKey = keyof typeof watchTexts;

const PLAIN = [
  { name: 'ppv', isShare: true },
  { name: 'followed_flags', isShare: false },
  { name: 'late_dxa_share', isShare: true },
  { name: 'median_days_to_dxa', isShare: false },
  { name: 'cards_per_100_openings', isShare: false },
  { name: 'overridden_share', isShare: true },
  { name: 'refused_share', isShare: true },
] as const;

const DRIFTS = ['score', 'feature', 'refusal', 'manufacturer', 'tube_voltage', 'view', 'age', 'sex'] as const;

/** Every watched figure with its alarm limit and its meaning; a figure of too few people says so. */
export function FigureTable({ figures }: { readonly figures: Readonly<Record<string, number>> }) {
  const rows: readonly (readonly [TextKey, string, TextKey, TextKey])[] = [
    ...PLAIN.map(({ name, isShare }) => {
      const key = `figure.${name}` as const;
      return [key, shown(figures[name], isShare), `${key}.limit`, `${key}.meaning`] as const;
    }),
    ...DRIFTS.map((drift) => {
      const name = `${drift}_drift_of_limit` as const;
      return [
        `figure.${name}`,
        shown(figures[name], false),
        'figure.drift.limit',
        'figure.drift.meaning',
      ] as const;
    }),
  ];
  return (
    <div
      className="table-frame whole"
      role="region"
      aria-label={message('watch.figuresHeading')}
      tabIndex={0}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{message('watch.figure')}</Table.Th>
            <Table.Th className="number">{message('watch.value')}</Table.Th>
            <Table.Th className="words">{message('watch.limit')}</Table.Th>
            <Table.Th className="words">{message('watch.meaning')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, value, limit, meaning]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{message(name)}</Table.Th>
              <Table.Td className="number">{value}</Table.Td>
              <Table.Td className="words">{message(limit)}</Table.Td>
              <Table.Td className="words">{message(meaning)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function shown(value: number | undefined, isShare: boolean): string {
  if (value === undefined) return message('watch.tooFew');
  return isShare ? `${(100 * value).toFixed(0)} %` : String(Math.round(value * 100) / 100);
}
