import { html } from './html.ts';
import { layout } from './layout.ts';

/** A person of the sandbox's staff; going live needs two clinical leads, because one person cannot sign twice. */
export interface SandboxStaff {
  /** Subject of the id token is "staff-" and this. */
  readonly account: string;
  readonly name: string;
  /** As the `roles` claim of the id token carries it. */
  readonly role: string;
  readonly title: string;
}

export const SANDBOX_STAFF: readonly SandboxStaff[] = [
  {
    account: 'population',
    name: 'Pat Penrose',
    role: 'population',
    title: 'Population manager: work lists, funnel, exports, screening runs',
  },
  {
    account: 'operator',
    name: 'Otis Overton',
    role: 'operator',
    title: 'Operator: screening runs, alarms, stop button',
  },
  {
    account: 'clinical-lead',
    name: 'Dr Clara Lindqvist',
    role: 'clinical-lead',
    title: 'Clinical lead: work lists, alarms, stop button, going live',
  },
  {
    account: 'governance-lead',
    name: 'Dr Gideon Marsh',
    role: 'clinical-lead',
    title: 'Clinical lead for decision-support governance: the second signature',
  },
  { account: 'clinician', name: 'Dr Sam Sandbox', role: 'clinician', title: 'Clinician: no staff page' },
];

/** Sign-in of staff: the sandbox has no passwords, so the user says who to be. The form's `role` is an account. */
export function chooseRolePage(action: string): string {
  return layout({
    title: 'Sign in',
    main: html`<section class="panel choose">
      <h1>Sign in as staff</h1>
      <p>The sandbox has no passwords. Nobody here is real: choose whom to be.</p>
      <form method="post" action="${action}">
        <ul>
          ${SANDBOX_STAFF.map(
            ({ account, name, title }) =>
              html`<li>
                <button type="submit" class="link" name="role" value="${account}">${name}</button>
                <br />${title}
              </li>`,
          )}
        </ul>
      </form>
    </section>`,
  });
}
