import type { Estimated } from '../core/statistics/estimate.ts';
import { html, type Markup } from './html.ts';

/** Two decimals, with a true minus sign. */
export function decimal(value: number, digits = 2): string {
  return value.toFixed(digits).replace('-', '−');
}

/** "0.82 (0.78 to 0.86)", or the reason why there is no figure. */
export function withInterval(figure: Estimated, digits = 2): string {
  if (figure.kind === 'not-estimable') return `not estimable: ${figure.reason}`;
  return `${decimal(figure.value, digits)} (${decimal(figure.lower, digits)} to ${decimal(figure.upper, digits)})`;
}

/** "82.1 % (78.0 to 85.6)", or the reason why there is no figure. */
export function percentWithInterval(figure: Estimated): string {
  if (figure.kind === 'not-estimable') return `not estimable: ${figure.reason}`;
  const percent = (share: number) => decimal(100 * share, 1);
  return `${percent(figure.value)} % (${percent(figure.lower)} to ${percent(figure.upper)})`;
}

/** A table whose first column names its row. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Markup {
  return html`<div class="scroll">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((h) => html`<th scope="col">${h}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
