import { render } from './look/frame.tsx';
import { RecoveryScreen } from './screens/recovery-screen.tsx';
import { Opening } from './screens/opening.tsx';
import { authorizeAt } from './session/authorize.ts';
import { failureOf, SessionFailure } from './session/failure.ts';
import { serverOf } from './session/servers.ts';

/** The launch address of the app: the EHR opens it with `iss` and `launch`. */
async function launch(): Promise<void> {
  const parameters = new URLSearchParams(location.search);
  const iss = parameters.get('iss');
  const handle = parameters.get('launch');
  if (iss === null || handle === null)
    throw new SessionFailure('lost-launch', 'the launch carries no iss or no launch');
  await authorizeAt(await serverOf(iss), handle);
}

render(<Opening />);
launch().catch((error: unknown) => {
  render(<RecoveryScreen failure={failureOf(error)} />);
});
