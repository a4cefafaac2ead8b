import { SessionFailure } from './failure.ts';

/** An EHR that the service knows: the app signs in there and nowhere else. */
export interface KnownServer {
  readonly iss: string;
  readonly name: string;
  readonly clientId: string;
}

export async function knownServers(): Promise<readonly KnownServer[]> {
  const response = await fetch('/app/api/servers').catch(() => undefined);
  if (response?.ok !== true) throw new SessionFailure('unavailable', 'the list of EHRs cannot be read');
  return ((await response.json()) as { servers: KnownServer[] }).servers;
}

/** The known server of a launch. A launch from an unknown address is refused: it could be anybody's. */
export async function serverOf(iss: string): Promise<KnownServer> {
  const wanted = iss.replace(/\/+$/, '');
  const server = (await knownServers()).find((known) => known.iss === wanted);
  if (server === undefined) throw new SessionFailure('lost-launch', 'the launch came from an unknown EHR');
  return server;
}
