import { Table } from '@mantine/core';
import type { WatchLimits } from '../../../../src/core/monitoring/watch-rules.ts';
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
export function FigureTable({
  figures,
  limits,
}: {
  readonly figures: Readonly<Record<string, number>>;
  readonly limits: WatchLimits;
}) {
  const words = limitWords(limits);
  const rows: readonly (readonly [TextKey, string, string, TextKey])[] = [
    ...PLAIN.map(({ name, isShare }) => {
      const key = `figure.${name}` as const;
      return [key, shown(figures[name], isShare), words[name], `${key}.meaning`] as const;
    }),
    ...DRIFTS.map((drift) => {
      const name = `${drift}_drift_of_limit` as const;
      return [`figure.${name}`, shown(figures[name], false), words.drift, 'figure.drift.meaning'] as const;
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
              <Table.Td className="words">{limit}</Table.Td>
              <Table.Td className="words">{message(meaning)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** When each alarm rises, with the limits that are in force here. */
const limitWords = ({
  ppvFloor,
  fewestFollowed,
  lateShare,
  cardsPer100Openings,
  overriddenShare,
  fewestAnswered,
  falseAlarmRate,
}: WatchLimits) => ({
  ppv:
    ppvFloor === undefined
      ? message('figure.ppv.noFloor')
      : message('figure.ppv.limit', { floor: percent(ppvFloor), fewest: fewestFollowed }),
  followed_flags: message('watch.noLimit'),
  late_dxa_share: message('figure.late_dxa_share.limit', {
    share: percent(lateShare),
    fewest: fewestFollowed,
  }),
  median_days_to_dxa: message('watch.noLimit'),
  cards_per_100_openings: message('figure.cards_per_100_openings.limit', { most: cardsPer100Openings }),
  overridden_share: message('figure.overridden_share.limit', {
    share: percent(overriddenShare),
    fewest: fewestAnswered,
  }),
  refused_share: message('figure.refused_share.limit'),
  drift: message('figure.drift.limit', { looks: Math.round(1 / falseAlarmRate) }),
});

const percent = (share: number): string => `${Math.round(1000 * share) / 10} %`;

function shown(value: number | undefined, isShare: boolean): string {
  if (value === undefined) return message('watch.tooFew');
  return isShare ? `${(100 * value).toFixed(0)} %` : String(Math.round(value * 100) / 100);
}
