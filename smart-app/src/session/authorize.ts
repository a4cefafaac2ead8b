import FHIR from 'fhirclient';
import type { KnownServer } from './servers.ts';

/** Read the patient's record, and write one draft order when the user asks for it. */
const RESOURCE_SCOPES = {
  v2: 'patient/*.rs patient/ServiceRequest.c',
  v1: 'patient/*.read patient/ServiceRequest.write',
} as const;

// Each instance keeps its own state, named in its own address: frames of one window share sessionStorage.
FHIR.oauth2.settings.fullSessionStorageSupport = false;

/**
 * Sends the browser to the EHR's authorization server (SMART App Launch 2.2). With `launch` it is an EHR launch; without,
 * the EHR lets the user choose the patient. Does not return.
 */
export async function authorizeAt(server: KnownServer, launch: string | undefined): Promise<void> {
  const context = launch === undefined ? 'launch/patient' : 'launch';
  const resources = RESOURCE_SCOPES[await scopeVersion(server.iss)];
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

/** SMART 2 where the server says so, else version 1. */
async function scopeVersion(iss: string): Promise<keyof typeof RESOURCE_SCOPES> {
  const response = await fetch(`${iss}/.well-known/smart-configuration`).catch(() => undefined);
  if (response?.ok !== true) return 'v1';
  const { capabilities } = (await response.json()) as { capabilities?: string[] };
  return capabilities?.includes('permission-v2') === true ? 'v2' : 'v1';
}
