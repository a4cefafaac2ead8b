import FHIR from 'fhirclient';
import type { KnownServer } from './servers.ts';

/** Read the patient's record, and write one draft order when the user asks for it. */
const RESOURCE_SCOPES = {
  v2: 'patient/*.rs patient/ServiceRequest.c',
  v1: 'patient/*.read patient/ServiceRequest.write',
} as const;

/**
 * To mark a written result as reviewed. Asked for only where the EHR lists both: many know no RiskAssessment, and some
 * refuse the whole launch for one scope that they do not know.
 */
const REVIEW_SCOPES = {
  v2: ['patient/RiskAssessment.u', 'patient/Provenance.c'],
  v1: ['patient/RiskAssessment.write', 'patient/Provenance.write'],
} as const;

// Each instance keeps its own state, named in its own address: frames of one window share sessionStorage.
FHIR.oauth2.settings.fullSessionStorageSupport = false;

/**
 * Sends the browser to the EHR's authorization server (SMART App Launch 2.2). With `launch` it is an EHR launch; without,
 * the EHR lets the user choose the patient. Does not return.
 */
export async function authorizeAt(server: KnownServer, launch: string | undefined): Promise<void> {
  const context = launch === undefined ? 'launch/patient' : 'launch';
  const resources = resourceScopes(await scopesOffered(server.iss));
  await FHIR.oauth2.authorize({
    iss: server.iss,
    clientId: server.clientId,
    scope: `openid fhirUser offline_access ${context} ${resources}`,
    redirectUri: '/app/',
    completeInTarget: true,
    pkceMode: 'required',
    ...(launch === undefined ? {} : { launch }),
  });
}

interface ScopesOffered {
  readonly version: keyof typeof RESOURCE_SCOPES;
  readonly listed: readonly string[];
}

/** SMART 2 where the server says so, else version 1. */
async function scopesOffered(iss: string): Promise<ScopesOffered> {
  const response = await fetch(`${iss}/.well-known/smart-configuration`).catch(() => undefined);
  if (response?.ok !== true) return { version: 'v1', listed: [] };
  const { capabilities, scopes_supported: listed } = (await response.json()) as {
    capabilities?: string[];
    scopes_supported?: string[];
  };
  return {
    version: capabilities?.includes('permission-v2') === true ? 'v2' : 'v1',
    listed: listed ?? [],
  };
}

function resourceScopes({ version, listed }: ScopesOffered): string {
  const review = REVIEW_SCOPES[version];
  return [RESOURCE_SCOPES[version], ...(review.every((scope) => listed.includes(scope)) ? review : [])].join(
    ' ',
  );
}
