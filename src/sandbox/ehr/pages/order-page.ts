import type { ServiceRequest } from '@medplum/fhirtypes';
import { patientBanner } from './chart-page.ts';
import type { PatientChart } from './chart-reading.ts';
import { conceptText, dayOf } from './chart-words.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { ORDERABLES } from './orderables.ts';

/** The order form: choosing a procedure fires order-select, signing fires order-sign. */
export function newOrderPage(chart: PatientChart, asOf: Date): string {
  return layout({
    title: 'New order',
    script: 'order.js',
    main: html`${patientBanner(chart, asOf)}
      <div class="chart" data-patient="${chart.patient.id ?? ''}">
        ${cardPanel()}
        <section class="panel sections">
          <h2>New order</h2>
          <form id="order" class="order">
            <label for="orderable">Procedure</label>
            <select id="orderable" name="orderable" required>
              <option value="">Choose a procedure</option>
              ${ORDERABLES.map(({ id, title }) => html`<option value="${id}">${title}</option>`)}
            </select>
            <label for="note">Note to the department (optional)</label>
            <input id="note" name="note" maxlength="500" autocomplete="off" />
            <button type="submit" class="primary">Sign order</button>
          </form>
        </section>
      </div>`,
  });
}

/** A draft order that is in the chart, for instance one from an accepted card. */
export function draftOrderPage(chart: PatientChart, order: ServiceRequest, asOf: Date): string {
  return layout({
    title: 'Draft order',
    script: 'order.js',
    main: html`${patientBanner(chart, asOf)}
      <div class="chart" data-patient="${chart.patient.id ?? ''}" data-draft="${order.id ?? ''}">
        ${cardPanel()}
        <section class="panel sections">
          <h2>Draft order</h2>
          <dl class="facts">
            <dt>Procedure</dt>
            <dd>${conceptText(order.code)}</dd>
            <dt>Status</dt>
            <dd>${order.intent}, ${order.status}</dd>
            <dt>Written</dt>
            <dd>${dayOf(order.authoredOn)}</dd>
            <dt>Reason</dt>
            <dd>${reasonOf(order)}</dd>
            <dt>Note</dt>
            <dd>${order.note?.[0]?.text ?? 'none'}</dd>
          </dl>
          <form id="order" class="order"><button type="submit" class="primary">Sign order</button></form>
        </section>
      </div>`,
  });
}

const cardPanel = () =>
  html`<aside class="cards" aria-label="Decision support">
    <h2>Decision support</h2>
    <div id="cards" aria-live="polite"><p class="quiet">Cards for this order appear here</p></div>
  </aside>`;

/** What the order leans on: its reason, or what was handed over with it. */
function reasonOf({ reasonReference, supportingInfo }: ServiceRequest): string {
  const [reference] = [...(reasonReference ?? []), ...(supportingInfo ?? [])];
  return reference?.display ?? reference?.reference ?? 'none given';
}
