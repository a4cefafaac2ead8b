import type { AccessToken } from '../adapters/fhir-client/access-token.ts';
import { openOrthancChangeFeed } from '../adapters/arrivals/orthanc-change-feed.ts';
import { qidoSweep } from '../adapters/arrivals/qido-sweep.ts';
import type { ArchiveAccess, ArchiveAuthorization } from '../adapters/dicomweb/archive-access.ts';
import { openDicomwebArchive } from '../adapters/dicomweb/dicomweb-archive.ts';
import type { ArrivalFeed } from '../flow/ports/arrival-feed.ts';
import type { ImageArchive } from '../flow/ports/image-archive.ts';
import type { ImagingSource } from '../flow/tenant.ts';

export interface TenantArchive {
  readonly archive: ImageArchive;
  readonly arrivals: ArrivalFeed;
  close(): Promise<void>;
}

/** Films reach an archive days after they were taken; what is older was seen before. */
const defaultDaysBack = 7;
const changesPerRequest = 200;

/** A tenant's archive and what tells of arrivals in it. `token`: the tenant's Backend Services token. */
export function openTenantArchive(imaging: ImagingSource, token: AccessToken | undefined): TenantArchive {
  const { arrivals } = imaging;
  const main = openDicomwebArchive(accessOf(imaging, imaging.dicomWebUrl, token));
  const others = new Map(
    (imaging.otherDicomWebUrls ?? []).map((url) => [
      addressOf(url),
      openDicomwebArchive(accessOf(imaging, url, token)),
    ]),
  );
  const archive: ImageArchive =
    others.size === 0 ? main : { ...main, at: (address) => others.get(addressOf(address)) };
  const closeArchives = async () => {
    for (const each of [main, ...others.values()]) await each.close();
  };
  if (arrivals?.kind !== 'orthanc') {
    const sweep = qidoSweep(archive, { daysBack: arrivals?.daysBack ?? defaultDaysBack });
    return { archive, arrivals: sweep, close: closeArchives };
  }
  const access = accessOf(imaging, arrivals.url, token);
  const feed = openOrthancChangeFeed({ access, changesPerRequest, startAt: 'now' });
  return {
    archive,
    arrivals: feed,
    close: async () => {
      await feed.close();
      await closeArchives();
    },
  };
}

/** An address in one spelling: host in lower case, no slash at the end. */
const addressOf = (url: string) => (URL.parse(url)?.href ?? '').replace(/\/+$/, '');

function accessOf(imaging: ImagingSource, baseUrl: string, token: AccessToken | undefined): ArchiveAccess {
  return {
    baseUrl,
    allowedHosts: [new URL(baseUrl).host],
    authorization: authorizationOf(imaging, token),
    ...(imaging.tls === undefined ? {} : { tls: imaging.tls }),
  };
}

function authorizationOf(
  { authorization }: ImagingSource,
  token: AccessToken | undefined,
): ArchiveAuthorization {
  switch (authorization.kind) {
    case 'none':
      return { kind: 'none' };
    case 'basic':
      return { kind: 'basic', userName: authorization.username, password: authorization.password };
    case 'bearer':
      return { kind: 'bearer', token: () => Promise.resolve(authorization.token) };
    case 'backend-services':
      return { kind: 'bearer', token: async () => (await token?.get()) ?? '' };
  }
}
