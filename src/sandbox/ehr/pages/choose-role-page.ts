import { html } from './html.ts';
import { layout } from './layout.ts';

/** The roles that staff can take in the sandbox, as the `roles` claim of the id token carries them. */
export const SANDBOX_STAFF_ROLES = [
  { role: 'population', title: 'Population manager: work lists, funnel, exports' },
  { role: 'clinical-lead', title: 'Clinical lead: validation and sign-off' },
  { role: 'operator', title: 'Operator: models, queue, stop button' },
  { role: 'clinician', title: 'Clinician' },
] as const;

/** Sign-in of staff: the sandbox has no passwords, so the user says who to be. */
export function chooseRolePage(action: string): string {
  return layout({
    title: 'Sign in',
    main: html`<section class="panel choose">
      <h1>Sign in as staff</h1>
      <p>The sandbox has no passwords. Choose the role to look through.</p>
      <form method="post" action="${action}">
        <ul>
          ${SANDBOX_STAFF_ROLES.map(
            ({ role, title }) =>
              html`<li>
                <button type="submit" class="link" name="role" value="${role}">${title}</button>
              </li>`,
          )}
        </ul>
      </form>
    </section>`,
  });
}
