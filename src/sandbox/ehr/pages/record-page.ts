import type { Provenance, RiskAssessment, Task } from '@medplum/fhirtypes';
import { patientBanner } from './chart-page.ts';
import type { PatientChart } from './chart-reading.ts';
import { conceptText, dayOf } from './chart-words.ts';
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';

/** What decision support has written to this chart: RiskAssessment, its Provenance, and the follow-up Task. */
export function recordPage(chart: PatientChart, provenances: readonly Provenance[], asOf: Date): string {
  return layout({
    title: 'AI record',
    main: html`${patientBanner(chart, asOf)}
      <p class="story">
        Written by decision support. Research model, trained on simulated radiographs, not for clinical use. A
        film without a flag does not exclude osteoporosis or fracture; screen by guideline.
      </p>
      <div class="sections">
        ${group('Risk assessments', chart.riskAssessments.map(riskAssessmentEntry))}
        ${group('Provenance', provenances.map(provenanceEntry))}
        ${group('Follow-up tasks', chart.tasks.map(taskEntry))}
      </div>`,
  });
}

function group(title: string, entries: readonly Html[]): Html {
  return html`<section class="panel">
    <h2>${title}</h2>
    ${entries.length === 0 ? html`<p class="quiet">None</p>` : entries}
  </section>`;
}

function riskAssessmentEntry(assessment: RiskAssessment): Html {
  const prediction = assessment.prediction?.[0];
  const probability = prediction?.probabilityDecimal;
  return entry(assessment, [
    ['Status', assessment.status],
    ['Of', dayOf(assessment.occurrenceDateTime)],
    ['Predicts', conceptText(prediction?.outcome)],
    [
      'Result',
      prediction?.qualitativeRisk === undefined ? undefined : conceptText(prediction.qualitativeRisk),
    ],
    // A percentage by R4's own rule (RiskAssessment, ras-2: at most 100).
    ['Probability', probability === undefined ? undefined : `${probability.toFixed(0)} %`],
    ['Rationale', prediction?.rationale],
    ['Basis', assessment.basis?.map(({ display, reference }) => display ?? reference ?? '').join(', ')],
    ['Identifier', assessment.identifier?.[0]?.value],
  ]);
}

function provenanceEntry(provenance: Provenance): Html {
  return entry(provenance, [
    ['About', provenance.target.map(({ reference }) => reference ?? '').join(', ')],
    ['Recorded', provenance.recorded],
    ['By', provenance.agent.map(({ who }) => who.display ?? who.reference ?? '').join(', ')],
    ['From', provenance.entity?.map(({ what }) => what.display ?? what.reference ?? '').join(', ')],
  ]);
}

function taskEntry(task: Task): Html {
  return entry(task, [
    [
      'Status',
      `${task.status}${task.businessStatus === undefined ? '' : `, ${conceptText(task.businessStatus)}`}`,
    ],
    ['What', task.description ?? conceptText(task.code)],
    ['About', task.focus?.reference],
    ['Owner', task.owner?.display ?? task.owner?.reference],
    ['Due', task.restriction?.period?.end],
  ]);
}

function entry(
  resource: RiskAssessment | Provenance | Task,
  facts: readonly (readonly [string, string | undefined])[],
): Html {
  return html`<article class="entry">
    <h3>${resource.resourceType}/${resource.id}</h3>
    <dl class="facts">
      ${facts
        .filter(([, value]) => value !== undefined && value !== '')
        .map(
          ([term, value]) =>
            html`<dt>${term}</dt>
              <dd>${value}</dd>`,
        )}
    </dl>
    <details>
      <summary>As FHIR JSON</summary>
      <pre tabindex="0">${JSON.stringify(resource, undefined, 2)}</pre>
    </details>
  </article>`;
}
