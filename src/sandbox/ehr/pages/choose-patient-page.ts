import type { Patient } from '@medplum/fhirtypes';
import { patientName } from './chart-words.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';

/** Standalone launch: the app brings no patient, so the user chooses one. */
export function choosePatientPage(page: {
  readonly action: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly patients: readonly Patient[];
}): string {
  return layout({
    title: 'Choose a patient',
    main: html`<section class="panel choose">
      <h1>Open ${page.clientName}</h1>
      <p>
        The app asks for: ${page.scopes.join(', ')}. It will see the record of the patient you choose, and no
        other.
      </p>
      <form method="post" action="${page.action}">
        <fieldset>
          <legend>Patient</legend>
          <ul>
            ${page.patients.map(
              (patient, index) =>
                html`<li>
                  <label
                    ><input
                      type="radio"
                      name="patient"
                      value="${patient.id ?? ''}"
                      required
                      ${index === 0 && html`checked`}
                    />
                    <span>${patientName(patient)}, born ${patient.birthDate}</span></label
                  >
                </li>`,
            )}
          </ul>
        </fieldset>
        <button type="submit" class="primary" name="decision" value="allow">Open the app</button>
        <button type="submit" class="secondary" name="decision" value="deny" formnovalidate>Refuse</button>
      </form>
    </section>`,
  });
}
