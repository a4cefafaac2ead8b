import { TrabeculaError } from '../errors.ts';
import { openBackendServices } from '../adapters/backend-services.ts';
import type { AccessToken } from '../adapters/fhir-client/access-token.ts';
import { fixedToken } from '../adapters/fhir-client/access-token.ts';
import { openFhirHttp, type FhirHttp } from '../adapters/fhir-client/fhir-http.ts';
import { openFhirReader } from '../adapters/fhir-client/fhir-reader.ts';
import { openFhirWriter } from '../adapters/fhir-client/fhir-writer.ts';
import type { PatientSources } from '../flow/patient-sources.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { FhirReader, FhirWriter } from '../flow/ports/fhir.ts';
import type { ArrivalFeed } from '../flow/ports/arrival-feed.ts';
import type { OutgoingCheck } from '../flow/ports/outgoing-check.ts';
import { checkedWriter } from '../flow/write-back/checked-writer.ts';
import type { ImageArchive } from '../flow/ports/image-archive.ts';
import type { Tenant } from '../flow/tenant.ts';
import { openTenantArchive } from './tenant-archive.ts';

/** One tenant's EHR and archive, reached with the tenant's own credentials; and its EHR with a hook's token. */
export interface TenantAccess {
  /** Undefined for tenants without Backend Services: only a hook's own token reads there. */
  readonly own:
    | (PatientSources & { readonly writer: FhirWriter; readonly http: FhirHttp; readonly token: AccessToken })
    | undefined;
  readonly archive: ImageArchive;
  /** What comes into the archive; undefined without an archive. */
  readonly arrivals: ArrivalFeed | undefined;
  /** The EHR with the token of one call; it is kept nowhere. */
  readonly withToken: (fhirServer: string, accessToken: string) => FhirReader;
  /** Writes to the tenant's EHR with the token of one user, for what that user decides in the app. */
  readonly writerWithToken: (accessToken: string) => FhirWriter;
  close(): Promise<void>;
}

/** Hooks answer within half a second; a chart that is slower is answered from what there is. */
const hookReadTimeoutMs = 3_000;
const ownReadTimeoutMs = 30_000;

/** @param check - holds what is written against our profiles; undefined: it is written unchecked */
export function openTenantAccess(tenant: Tenant, clock: Clock, check?: OutgoingCheck): TenantAccess {
  const token = tenant.backend && openBackendServices(tenant.backend, clock);
  const imaging = tenant.imaging && openTenantArchive(tenant.imaging, token);
  const archive = imaging?.archive ?? noArchive;
  const http =
    token &&
    openFhirHttp({ baseUrl: tenant.fhirBaseUrl, token, timeoutMs: ownReadTimeoutMs, readRetries: 2, clock });
  const httpWithToken = (baseUrl: string, accessToken: string): FhirHttp =>
    openFhirHttp({
      baseUrl,
      token: fixedToken(accessToken),
      timeoutMs: hookReadTimeoutMs,
      readRetries: 0,
      clock,
    });
  return {
    own: http && token && { fhir: openFhirReader(http), writer: writerOf(http, check), http, token, archive },
    archive,
    arrivals: imaging?.arrivals,
    withToken: (fhirServer, accessToken) => openFhirReader(httpWithToken(fhirServer, accessToken)),
    writerWithToken: (accessToken) => openFhirWriter(httpWithToken(tenant.fhirBaseUrl, accessToken)),
    close: async () => imaging?.close(),
  };
}

function writerOf(http: FhirHttp, check: OutgoingCheck | undefined): FhirWriter {
  const writer = openFhirWriter(http);
  return check === undefined ? writer : checkedWriter(writer, check);
}

const refused = (): Promise<never> =>
  Promise.reject(new TrabeculaError('upstream-refused', 'no image archive is configured for this tenant'));
const noArchive: ImageArchive = {
  findStudies: () => Promise.resolve([]),
  listInstances: refused,
  fetchInstance: refused,
};
