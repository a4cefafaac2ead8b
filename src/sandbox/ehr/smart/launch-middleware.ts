import type { KoaContextWithOIDC } from 'oidc-provider';
import type { FailureInjection } from './failures.ts';
import type { Launches } from './launches.ts';
import { SANDBOX_CLIENTS } from './registered-clients.ts';

type Next = () => Promise<void>;

export interface LaunchMiddlewareOptions {
  readonly fhirBaseUrl: string;
  readonly styleUrl: string;
  readonly launches: Launches;
  readonly failures: FailureInjection;
}

/** What SMART adds to plain OAuth: the audience before a request, the launch context after it, failures on demand. */
export function launchMiddleware(
  options: LaunchMiddlewareOptions,
): (context: KoaContextWithOIDC, next: Next) => Promise<void> {
  return async (context, next) => {
    if (context.path.endsWith('/authorize')) {
      if (!namesAudience(context, options.fhirBaseUrl)) {
        context.status = 400;
        context.body = { error: 'invalid_request', error_description: 'aud must be the FHIR base URL' };
        return;
      }
      if (options.failures.is('wrong-audience')) {
        refuseAudience(context);
        return;
      }
      askConsentForOfflineAccess(context);
    }
    if (options.failures.is('token-endpoint-down') && context.path.endsWith('/token')) {
      context.status = 503;
      return;
    }
    await next();
    addLaunchContext(context, options);
    describeIntrospectedToken(context, options);
    playFailures(context, options.failures);
  };
}

/** As EHRs do that tell the app and not the user. */
function refuseAudience(context: KoaContextWithOIDC): void {
  const target = new URL(String(context.query['redirect_uri']));
  target.searchParams.set('error', 'invalid_request');
  target.searchParams.set('error_description', 'Invalid aud parameter');
  target.searchParams.set('state', String(context.query['state']));
  context.redirect(target.href);
}

/** SMART clients ask for offline_access alone; OpenID Connect grants it only with prompt=consent. */
function askConsentForOfflineAccess(context: KoaContextWithOIDC): void {
  const scope = String(context.query['scope'] ?? '');
  if (scope.split(' ').includes('offline_access')) context.query = { ...context.query, prompt: 'consent' };
}

/**
 * `aud` names the FHIR server that the token is for; any other is refused, so that a token cannot be phished. Staff
 * sign-in is plain OpenID Connect and reads no FHIR.
 */
function namesAudience(context: KoaContextWithOIDC, fhirBaseUrl: string): boolean {
  if (context.query['client_id'] === SANDBOX_CLIENTS.staff) return true;
  return String(context.query['aud'] ?? '').replace(/\/$/, '') === fhirBaseUrl;
}

/** Adds the launch context to a token response (SMART App Launch 2.2, "Launch context parameters"). */
function addLaunchContext(context: KoaContextWithOIDC, options: LaunchMiddlewareOptions): void {
  const body = context.body as Record<string, unknown> | undefined;
  if (context.oidc?.route !== 'token' || body?.['access_token'] === undefined) return;
  const launch = options.launches.ofGrant(context.oidc.entities.AccessToken?.grantId);
  if (launch === undefined) return;
  context.body = {
    ...body,
    ...(options.failures.is('no-patient') ? {} : { patient: launch.patientId }),
    ...(launch.encounterId === undefined ? {} : { encounter: launch.encounterId }),
    ...(launch.appContext === undefined ? {} : { appContext: launch.appContext }),
    need_patient_banner: launch.needsPatientBanner,
    smart_style_url: options.styleUrl,
  };
}

/** Introspection answers with the launch context too (SMART App Launch 2.2, "Token Introspection"). */
function describeIntrospectedToken(
  context: KoaContextWithOIDC,
  { launches, fhirBaseUrl, failures }: LaunchMiddlewareOptions,
): void {
  const body = context.body as Record<string, unknown> | undefined;
  if (context.oidc?.route !== 'introspection' || body?.['active'] !== true) return;
  if (failures.is('expired-token') || failures.is('stale-token')) {
    context.body = { active: false };
    return;
  }
  const launch = launches.ofGrant(context.oidc.entities.AccessToken?.grantId);
  if (launch === undefined) return;
  context.body = {
    ...body,
    patient: launch.patientId,
    fhirUser: `${fhirBaseUrl}/Practitioner/${launch.userId}`,
    ...(launch.encounterId === undefined ? {} : { encounter: launch.encounterId }),
  };
}

function playFailures(context: KoaContextWithOIDC, failures: FailureInjection): void {
  const location = context.response.get('location');
  if (failures.is('wrong-state') && location.includes('code=')) {
    const target = new URL(location);
    target.searchParams.set('state', 'not-the-state-that-was-sent');
    context.redirect(target.href);
  }
  const isRefresh =
    context.oidc?.route === 'token' && context.oidc.params?.['grant_type'] === 'refresh_token';
  if (failures.is('expired-token') && isRefresh) {
    context.status = 400;
    context.body = { error: 'invalid_grant' };
  }
  if (failures.is('stale-token') && isRefresh && context.status === 200) failures.set(undefined);
}
