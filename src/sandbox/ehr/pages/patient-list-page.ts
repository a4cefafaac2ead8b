import type { Patient } from '@medplum/fhirtypes';
import { ageYears, patientName } from './chart-words.ts';
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';

export interface ListedPatient {
  readonly patient: Patient;
  readonly story: string;
  readonly studyInstanceUids: readonly string[];
}

/** The patient list, with how far the films have been assessed. */
export function patientListPage(patients: readonly ListedPatient[], asOf: Date): string {
  return layout({
    title: 'Patients',
    script: 'patient-list.js',
    main: html`<div class="list-head">
        <h1>Patients</h1>
        <p class="progress" id="progress" role="status">
          <progress id="progress-bar" max="1" value="0" aria-label="Films assessed"></progress>
          <span id="progress-text">Asking the assessment service</span>
        </p>
      </div>
      <div class="table-frame" role="region" aria-label="Patient list" tabindex="0">
        <table class="patients">
          <thead>
            <tr>
              <th scope="col">Patient</th>
              <th scope="col">Age</th>
              <th scope="col">Sex</th>
              <th scope="col">Record</th>
              <th scope="col">Story</th>
              <th scope="col">Lumbar film</th>
            </tr>
          </thead>
          <tbody>
            ${patients.map((each) => row(each, asOf))}
          </tbody>
        </table>
      </div>`,
  });
}

function row({ patient, story, studyInstanceUids }: ListedPatient, asOf: Date): Html {
  return html`<tr>
    <th scope="row"><a href="/patients/${patient.id ?? ''}">${patientName(patient)}</a></th>
    <td>${ageYears(patient.birthDate, asOf)}</td>
    <td>${patient.gender}</td>
    <td>${patient.identifier?.[0]?.value}</td>
    <td>${story}</td>
    <td>
      ${
        studyInstanceUids.length === 0
          ? html`<span class="film none">none</span>`
          : html`<span class="film" data-studies="${studyInstanceUids.join(' ')}">waiting</span>`
      }
    </td>
  </tr>`;
}
