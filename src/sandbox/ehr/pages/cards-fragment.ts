import type { CdsCard, CdsLink, CdsSuggestion } from '../cds/cds-wire.ts';
import type { FiredHook } from '../cds/hooks.ts';
import type { ShownCard } from '../cds/shown-cards.ts';
import { html, type Html } from './html.ts';
import { markdown } from './markdown.ts';

/** The answer to a hook, as the panel shows it. */
export function cardsFragment(fired: FiredHook, shown: readonly ShownCard[]): Html {
  if (fired.failed.length > 0 && shown.length === 0)
    return html`<p class="quiet">Decision support does not answer now. The chart is complete without it.</p>`;
  if (shown.length === 0) return html`<p class="quiet">No guidance for this chart.</p>`;
  return html`${shown.map(cardFragment)}`;
}

/** One card, with what was done about it. */
export function cardFragment(shown: ShownCard): Html {
  const { card, state } = shown;
  return html`<article class="card ${card.indicator}" data-card="${card.uuid}" data-state="${state.kind}">
    <h3>${card.summary}</h3>
    ${card.detail !== undefined && html`<div class="detail">${markdown(card.detail)}</div>`}
    <p class="source">${source(card)}</p>
    ${state.kind === 'open' ? openParts(shown) : outcome(shown)} ${links(shown)}
  </article>`;
}

function source({ source: { label, url } }: CdsCard): Html {
  return url !== undefined && /^https?:/.test(url)
    ? html`Source: <a href="${url}" target="_blank" rel="noopener noreferrer">${label}</a>`
    : html`Source: ${label}`;
}

function openParts({ card }: ShownCard): Html {
  return html`<div class="acts">${(card.suggestions ?? []).map(suggestionButton)}</div>
    ${(card.overrideReasons?.length ?? 0) > 0 && overrideForm(card)}`;
}

function suggestionButton(suggestion: CdsSuggestion): Html {
  return html`<button
    type="button"
    class="${suggestion.isRecommended === true ? 'primary' : 'secondary'}"
    data-accept="${suggestion.uuid ?? ''}"
  >
    ${suggestion.label}
  </button>`;
}

function overrideForm(card: CdsCard): Html {
  const id = card.uuid ?? '';
  return html`<details class="override">
    <summary>Set aside, with a reason</summary>
    <form data-override>
      <label for="reason-${id}">Reason</label>
      <select id="reason-${id}" name="reason" required>
        ${(card.overrideReasons ?? []).map(({ code, display }) => html`<option value="${code}">${display ?? code}</option>`)}
      </select>
      <label for="comment-${id}">Comment (optional)</label>
      <input id="comment-${id}" name="comment" maxlength="500" autocomplete="off" />
      <button type="submit" class="secondary">Set aside</button>
    </form>
  </details>`;
}

function outcome({ state, patientId }: ShownCard): Html {
  if (state.kind !== 'accepted')
    return html`<p class="outcome" role="status">
      Set aside: ${state.kind === 'overridden' ? state.reason : ''}
    </p>`;
  const orderId = state.created.find((reference) => reference.startsWith('ServiceRequest/'))?.split('/')[1];
  return html`<p class="outcome" role="status">
    Accepted.
    ${
      orderId !== undefined &&
      html`A draft order is in the chart:
        <a href="/patients/${patientId}/orders/${orderId}">review and sign it</a>.`
    }
  </p>`;
}

function links({ card, patientId }: ShownCard): Html | undefined {
  if ((card.links?.length ?? 0) === 0) return undefined;
  return html`<ul class="links">
    ${(card.links ?? []).map((link) => html`<li>${cardLink(link, patientId)}</li>`)}
  </ul>`;
}

function cardLink(link: CdsLink, patientId: string): Html {
  if (link.type === 'smart') {
    return html`<form method="post" action="/patients/${patientId}/launch" target="_blank">
      <input type="hidden" name="url" value="${link.url}" />
      <input type="hidden" name="appContext" value="${link.appContext ?? ''}" />
      <button type="submit" class="link">${link.label}</button>
    </form>`;
  }
  return /^https?:/.test(link.url)
    ? html`<a href="${link.url}" target="_blank" rel="noopener noreferrer">${link.label}</a>`
    : html`${link.label}`;
}
