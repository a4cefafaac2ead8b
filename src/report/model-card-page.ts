import type { CardMetric, ModelCard } from '../core/model-card/model-card.ts';
import { decimal, table } from './figures.ts';
import { html, type Markup } from './html.ts';
import { notice, page, researchNotice } from './page.ts';

/** The icon of the app, which the same service serves. */
const ICON = '/app/icon.svg';

/** The card for people. Links are relative to the card's own address. */
export function modelCardPage(card: ModelCard): string {
  return page(
    card.title,
    html`<h1>${card.title}</h1>
      ${researchNotice(card.trainingData)}
      ${notice('The model does not look for fractures. A film that is not flagged does not exclude osteoporosis or fracture; screen by guideline.')}
      ${table(
        'The weights that run',
        ['what', 'value'],
        [
          ['model version (file, preprocessing, calibration, cuts)', card.version],
          ['SHA-256 of the executed file', card.fileSha256],
          ['arithmetic', card.precision],
          ['architecture', card.architecture],
          ['release', card.release],
        ],
      )}
      ${metrics('Discrimination', card.usefulness)} ${metrics('Subgroups', card.fairness)}
      ${metrics('Calibration', card.reliability)}
      ${table(
        'Source attributes (45 CFR 170.315(b)(11)(iv)(B))',
        ['number and attribute', 'what is known'],
        card.attributes.map((a) => [`${a.number}. ${a.name}`, a.value]),
      )}
      <p>
        The same for programs: <a href="${card.version}/chai.xml">CHAI Applied Model Card v0.2 (XML)</a>,
        <a href="${card.version}/source-attributes.json">source attributes (JSON)</a>.
      </p>`,
    ICON,
  );
}

/** Every running model, each with a link to its card. */
export function modelCardList(cards: readonly ModelCard[]): string {
  return page(
    'Models in use',
    html`<h1>Models in use</h1>
      <ul>
        ${cards.map((c) => html`<li><a href="model-cards/${c.version}">${c.title}</a> (${c.notice})</li>`)}
      </ul>`,
    ICON,
  );
}

function metrics(caption: string, list: readonly CardMetric[]): Markup {
  if (list.length === 0)
    return html`<h2>${caption}</h2>
      <p>Not available.</p>`;
  return html`<h2>${caption}</h2>
    ${table(
      caption,
      ['figure', 'value'],
      list.map((m) => [m.label, text(m.value)]),
    )}`;
}

function text(value: CardMetric['value']): string {
  const { value: figure, lower95, upper95 } = value;
  if (typeof figure === 'number' && typeof lower95 === 'number' && typeof upper95 === 'number')
    return `${decimal(figure, 3)} (${decimal(lower95, 3)} to ${decimal(upper95, 3)})`;
  return Object.entries(value)
    .map(([name, v]) => `${name} ${typeof v === 'number' ? decimal(v, 3) : v}`)
    .join(', ');
}
