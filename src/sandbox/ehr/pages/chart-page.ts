import type { ImagingStudy } from '@medplum/fhirtypes';
import type { PatientChart } from './chart-reading.ts';
import {
  ageYears,
  conceptCode,
  conceptText,
  dayOf,
  patientName,
  resultValue,
  studyInstanceUidOf,
} from './chart-words.ts';
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';

/** The chart: banner, problems, medications, results and imaging, and the panel that cards appear in. */
export function chartPage(chart: PatientChart, story: string, asOf: Date): string {
  const { patient } = chart;
  const studies = chart.studies.map(studyInstanceUidOf).filter((uid) => uid !== undefined);
  return layout({
    title: patientName(patient),
    script: 'chart.js',
    main: html`${patientBanner(chart, asOf)}
      <p class="story">Story of this simulated patient: ${story}</p>
      <div class="chart" data-patient="${patient.id ?? ''}" data-studies="${studies.join(' ')}">
        <aside class="cards" aria-label="Decision support">
          <h2>Decision support</h2>
          <div id="cards" aria-live="polite"><p class="quiet">Asking for guidance</p></div>
        </aside>
        <div class="sections">
          ${section(
            'Problems',
            chart.conditions.map((condition) =>
              line(conceptText(condition.code), conceptCode(condition.code), dayOf(condition.onsetDateTime)),
            ),
          )}
          ${section('Medications', [
            ...chart.prescriptions.map((each) =>
              line(
                conceptText(each.medicationCodeableConcept),
                each.dosageInstruction?.[0]?.text ?? '',
                dayOf(each.authoredOn),
              ),
            ),
            ...chart.administrations.map((each) =>
              line(
                conceptText(each.medicationCodeableConcept),
                `given, ${each.dosage?.text ?? ''}`,
                dayOf(each.effectiveDateTime),
              ),
            ),
          ])}
          ${section(
            'Results',
            chart.observations.map((each) =>
              line(conceptText(each.code), resultValue(each), dayOf(each.effectiveDateTime)),
            ),
          )}
          ${section('Imaging', [
            ...chart.studies.map(studyLine),
            ...chart.reports.map((report) =>
              line(conceptText(report.code), report.conclusion ?? 'report', dayOf(report.effectiveDateTime)),
            ),
          ])}
          ${section('Orders and visits', [
            ...chart.orders.map(
              (order) =>
                html`<li data-order="${order.id ?? ''}">
                  <span>${conceptText(order.code)}</span
                  ><span class="note">${order.intent}, ${order.status}</span>
                  <span class="day">${dayOf(order.authoredOn)}</span>
                  ${order.status === 'draft' && html`<a class="act" href="/patients/${patient.id ?? ''}/orders/${order.id ?? ''}">Review and sign</a>`}
                </li>`,
            ),
            ...chart.appointments.map((visit) =>
              line(visit.description ?? 'Visit', visit.status ?? '', dayOf(visit.start)),
            ),
          ])}
        </div>
      </div>`,
  });
}

/** Who the chart is about, on every page of the chart. */
export function patientBanner(chart: PatientChart, asOf: Date): Html {
  const { patient } = chart;
  const id = patient.id ?? '';
  return html`<section class="banner" aria-label="Patient">
    <div>
      <h1>${patientName(patient)}</h1>
      <p>
        ${ageYears(patient.birthDate, asOf)} years, ${patient.gender}, born ${patient.birthDate}, record
        ${patient.identifier?.[0]?.value}
      </p>
    </div>
    <nav aria-label="Chart">
      <a href="/patients/${id}">Chart</a>
      <a href="/patients/${id}/orders/new">New order</a>
      <a href="/patients/${id}/record">AI record</a>
    </nav>
  </section>`;
}

function section(title: string, lines: readonly Html[]): Html {
  return html`<section class="panel">
    <h2>${title}</h2>
    ${
      lines.length === 0
        ? html`<p class="quiet">Nothing recorded</p>`
        : html`<ul class="lines">
            ${lines}
          </ul>`
    }
  </section>`;
}

function line(text: string, note: string, day: string): Html {
  return html`<li><span>${text}</span><span class="note">${note}</span><span class="day">${day}</span></li>`;
}

function studyLine(study: ImagingStudy): Html {
  const views = study.series?.map(({ description }) => description ?? 'series').join(', ') ?? '';
  return html`<li>
    <span>${study.description}</span>
    <span class="note"
      >${views} <span class="film" data-studies="${studyInstanceUidOf(study) ?? ''}"></span
    ></span>
    <span class="day">${dayOf(study.started)}</span>
  </li>`;
}
