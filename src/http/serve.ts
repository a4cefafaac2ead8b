import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { ServerSettings } from '../config.ts';
import { TrabeculaError } from '../errors.ts';

export interface RunningServer {
  /** http(s)://host:port as bound, for the log and for links when no public address is set. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and waits for calls in hand; after `graceMs` what is left is cut. */
  close(graceMs: number): Promise<void>;
}

/** A request whose headers or body trickle in longer than this is cut: slow senders must not hold connections. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
const LET_GO_EVERY_MS = 50;

function listenError(error: NodeJS.ErrnoException, settings: ServerSettings): Error {
  const place = `${settings.host}:${settings.port}`;
  if (error.code === 'EADDRINUSE')
    return new TrabeculaError('port-in-use', `another program listens on ${place} (TRABECULA_PORT)`, {
      cause: error,
    });
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL')
    return new TrabeculaError('bad-configuration', `cannot listen on ${place} (${error.code})`, {
      cause: error,
    });
  return error;
}

function listening(server: Server, settings: ServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, settings)));
    server.listen(settings.port, settings.host, resolve);
  });
}

function closing(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // A connection whose call ends after close() stays open for the next one: it is idle then, and is let go.
    const letGo = setInterval(() => server.closeIdleConnections(), LET_GO_EVERY_MS);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(letGo);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Listens. Throws TrabeculaError "port-in-use", or "bad-configuration" when the address is not ours to take. */
export async function serve(app: Express, settings: ServerSettings): Promise<RunningServer> {
  const server =
    settings.tls === undefined
      ? createHttpServer(app)
      : createHttpsServer({ cert: settings.tls.certificate, key: settings.tls.privateKey }, app);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listening(server, settings);
  const { port } = server.address() as AddressInfo;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  const scheme = settings.tls === undefined ? 'http' : 'https';
  return { url: `${scheme}://${host}:${port}`, port, close: (graceMs) => closing(server, graceMs) };
}
