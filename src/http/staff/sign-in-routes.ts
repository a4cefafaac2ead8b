import { Router } from 'express';
import { TrabeculaError } from '../../errors.ts';
import type { AuditTrail } from '../../flow/ports/audit.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Tenant } from '../../flow/tenant.ts';
import type { SignedInStaff } from '../population/staff.ts';
import { rateLimit } from '../rate-limits.ts';
import { identityProvider, type IdentityProvider } from './identity-provider.ts';
import type { SealedCookie } from './sealed-cookie.ts';
import { staffOfSession } from './staff-session.ts';

export interface SignIn {
  readonly tenants: readonly Tenant[];
  readonly publicUrl: () => string;
  readonly session: SealedCookie;
  /** Holds state, nonce and code verifier between leaving for the provider and coming back. */
  readonly begun: SealedCookie;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

const SIGN_INS_PER_MINUTE = 30;

/** Only a path of this service: an open redirect would lend its name to a phishing page. */
function safeReturnTo(asked: unknown): string {
  return typeof asked === 'string' && /^\/[A-Za-z0-9_~./?=&%-]*$/.test(asked) && !asked.startsWith('//')
    ? asked
    : '/';
}

/** `/staff/tenants`, `/staff/sign-in/{tenant}`, its callback, `/staff/me` and `/staff/sign-out`. */
export function signInRoutes(options: SignIn): Router {
  const router = Router();
  const limit = rateLimit(SIGN_INS_PER_MINUTE);
  const providers = new Map<string, IdentityProvider>(
    options.tenants.flatMap(({ id, staffSignIn }) =>
      staffSignIn === undefined ? [] : [[id, identityProvider(staffSignIn)] as const],
    ),
  );
  const providerOf = (tenantId: string): IdentityProvider => {
    const provider = providers.get(tenantId);
    if (provider === undefined) throw new TrabeculaError('not-found', 'no sign-in is set up here');
    return provider;
  };
  const redirectUri = () => `${options.publicUrl()}/staff/callback`;

  router.get('/tenants', (_request, response) => {
    response.json({ tenants: [...providers.keys()] });
  });

  router.get('/sign-in/:tenantId', async (request, response) => {
    await limit.take(request.ip ?? 'unknown');
    const { tenantId } = request.params;
    const { url, ...started } = await providerOf(tenantId).start(redirectUri());
    const returnTo = safeReturnTo(request.query['returnTo']);
    await options.begun.set(request, response, { ...started, tenantId, returnTo });
    response.redirect(303, url);
  });

  router.get('/callback', async (request, response) => {
    const begun = await options.begun.read(request);
    options.begun.clear(request, response);
    if (begun === undefined)
      throw new TrabeculaError('forbidden', 'the sign-in took too long or was not begun here');
    const tenantId = String(begun['tenantId']);
    const answer = new URL(`${options.publicUrl()}${request.originalUrl}`);
    const audited = (actor: string, outcome: 'success' | 'failure') =>
      options.audit.record({
        tenantId,
        action: 'admin',
        actor,
        subject: undefined,
        object: 'staff/sign-in',
        outcome,
        at: options.clock(),
      });
    const person = await providerOf(tenantId)
      .finish(answer, {
        state: String(begun['state']),
        nonce: String(begun['nonce']),
        codeVerifier: String(begun['codeVerifier']),
      })
      .catch(async (error: unknown) => {
        await audited('unknown', 'failure');
        throw error;
      });
    if (person.roles.length === 0) {
      await audited(person.subject, 'failure');
      throw new TrabeculaError('forbidden', 'your account has no role here; ask your administrator');
    }
    await audited(person.subject, 'success');
    const { subject: sub, name, roles } = person;
    await options.session.set(request, response, { sub, name, tenantId, roles: [...roles] });
    response.redirect(303, safeReturnTo(begun['returnTo']));
  });

  router.get('/me', async (request, response) => {
    const staff = await staffOfSession(request, options.session, options.tenants);
    if (staff === undefined) throw new TrabeculaError('unauthenticated', 'sign in first');
    const chartUrl = options.tenants.find(({ id }) => id === staff.tenantId)?.chartUrl;
    const signedIn: SignedInStaff = { ...staff, chartUrl };
    response.json(signedIn);
  });

  router.post('/sign-out', (request, response) => {
    options.session.clear(request, response);
    response.status(204).end();
  });

  return router;
}
