import { Text } from '@mantine/core';
import type { QuestionAnswer } from '../../../../src/flow/ports/population-questions.ts';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import { useLoaded } from '../session/use-loaded.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { Loading } from './loading.tsx';

/**
 * The step whose patients each step is a part of. Card, order and DXA are each counted among the flagged: an order does
 * not need a card.
 */
const DENOMINATOR: readonly (number | undefined)[] = [undefined, 0, 1, 2, 3, 3, 3, 6];

/** From eligible to confirmed, each step with its count and its share of the right denominator. */
export function FunnelPanel({ session }: { readonly session: StaffSession }) {
  const loaded = useLoaded<QuestionAnswer>(session, '/population/questions/funnel', 30_000);
  return (
    <Panel title={message('funnel.heading')}>
      <Text size="sm">{message('funnel.words')}</Text>
      <Loading loaded={loaded}>
        {({ rows }) => {
          const counts = rows.map(({ patients }) => Number(patients));
          return (
            <ol className="funnel" data-part="funnel">
              {rows.map(({ step }, place) => (
                <Step
                  key={place}
                  name={String(step)}
                  count={counts[place] ?? 0}
                  widest={counts[0] ?? 0}
                  of={partOf(rows, counts, place)}
                />
              ))}
            </ol>
          );
        }}
      </Loading>
    </Panel>
  );
}

interface Whole {
  readonly name: string;
  readonly count: number;
}

function partOf(rows: QuestionAnswer['rows'], counts: readonly number[], place: number): Whole | undefined {
  const at = DENOMINATOR[place];
  return at === undefined ? undefined : { name: String(rows[at]?.['step']), count: counts[at] ?? 0 };
}

function Step({
  name,
  count,
  widest,
  of,
}: {
  readonly name: string;
  readonly count: number;
  readonly widest: number;
  readonly of: Whole | undefined;
}) {
  return (
    <li>
      <Text component="span" data-of-record>
        {name}
      </Text>
      <Text component="span" className="number">
        <strong data-of-record>{count}</strong>{' '}
        <span className="quiet">
          {of !== undefined &&
            (of.count === 0
              ? message('funnel.ofNobody', { whole: of.name })
              : message('funnel.share', {
                  percent: ((100 * count) / of.count).toFixed(0),
                  whole: of.name,
                }))}
        </span>
      </Text>
      <div className="track" aria-hidden>
        <div className="bar" style={{ width: `${widest === 0 ? 0 : (100 * count) / widest}%` }} />
      </div>
    </li>
  );
}
