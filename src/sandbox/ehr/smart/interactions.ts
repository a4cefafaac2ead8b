import type { Patient } from '@medplum/fhirtypes';
import express, { type Request, type Response, type Router } from 'express';
import type Provider from 'oidc-provider';
import { PRACTITIONER_ID } from '../../patients/chart-builder.ts';
import { choosePatientPage } from '../pages/choose-patient-page.ts';
import { chooseRolePage, SANDBOX_STAFF } from '../pages/choose-role-page.ts';
import type { FailureInjection } from './failures.ts';
import type { LaunchContext, Launches } from './launches.ts';
import { STAFF_ACCOUNT_PREFIX } from './provider-configuration.ts';
import { SANDBOX_CLIENTS } from './registered-clients.ts';
import { parseResourceScope } from './scopes.ts';

export interface InteractionOptions {
  readonly provider: Provider;
  readonly launches: Launches;
  readonly failures: FailureInjection;
  readonly patients: readonly Patient[];
}

/**
 * What happens between an app's authorization request and its code: an EHR launch is known already and goes straight
 * on; a standalone launch asks the user for the patient.
 */
export function interactionRoutes(options: InteractionOptions): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false }));
  router.get('/interaction/:uid', async (request, response) => {
    const { params, uid } = await options.provider.interactionDetails(request, response);
    if (options.failures.is('access-denied')) {
      await deny(options, request, response, 'access_denied', 'The practice does not allow this app.');
      return;
    }
    if (params['client_id'] === SANDBOX_CLIENTS.staff) {
      response.type('html').send(chooseRolePage(`/interaction/${uid}`));
      return;
    }
    const launch = typeof params['launch'] === 'string' ? params['launch'] : undefined;
    if (launch === undefined) {
      const client = await options.provider.Client.find(String(params['client_id']));
      response.type('html').send(
        choosePatientPage({
          action: `/interaction/${uid}`,
          clientName: client?.clientName ?? String(params['client_id']),
          scopes: String(params['scope'] ?? '').split(' '),
          patients: options.patients,
        }),
      );
      return;
    }
    const context = options.launches.find(launch);
    if (context === undefined)
      await deny(options, request, response, 'invalid_request', 'The launch is unknown or too old.');
    else await allow(options, request, response, context);
  });
  router.post('/interaction/:uid', async (request, response) => {
    const body = request.body as {
      readonly patient?: string;
      readonly role?: string;
      readonly decision?: string;
    };
    if (SANDBOX_STAFF.some(({ account }) => account === body.role)) {
      await grantScopes(options, request, response, `${STAFF_ACCOUNT_PREFIX}${body.role}`, undefined);
      return;
    }
    const isKnown = options.patients.some(({ id }) => id === body.patient);
    if (body.decision !== 'allow' || !isKnown || body.patient === undefined) {
      await deny(options, request, response, 'access_denied', 'The user refused.');
      return;
    }
    await allow(options, request, response, {
      patientId: body.patient,
      encounterId: undefined,
      appContext: undefined,
      userId: PRACTITIONER_ID,
      needsPatientBanner: true,
    });
  });
  return router;
}

function allow(
  options: InteractionOptions,
  request: Request,
  response: Response,
  context: LaunchContext,
): Promise<void> {
  return grantScopes(options, request, response, context.userId, context);
}

async function grantScopes(
  options: InteractionOptions,
  request: Request,
  response: Response,
  accountId: string,
  context: LaunchContext | undefined,
): Promise<void> {
  const { params } = await options.provider.interactionDetails(request, response);
  const grant = new options.provider.Grant({ accountId, clientId: String(params['client_id']) });
  const scopes = String(params['scope'] ?? '').split(' ');
  const isGranted = (scope: string): boolean => {
    if (parseResourceScope(scope) === undefined) return true;
    return (
      context !== undefined && !scope.startsWith('system/') && !options.failures.is('insufficient-scope')
    );
  };
  grant.addOIDCScope(scopes.filter(isGranted).join(' '));
  grant.rejectOIDCScope(scopes.filter((scope) => !isGranted(scope)).join(' '));
  const grantId = await grant.save();
  if (context !== undefined) options.launches.grant(grantId, context);
  await options.provider.interactionFinished(
    request,
    response,
    { login: { accountId }, consent: { grantId } },
    { mergeWithLastSubmission: false },
  );
}

async function deny(
  options: InteractionOptions,
  request: Request,
  response: Response,
  error: string,
  description: string,
): Promise<void> {
  await options.provider.interactionFinished(
    request,
    response,
    { error, error_description: description },
    { mergeWithLastSubmission: false },
  );
}
