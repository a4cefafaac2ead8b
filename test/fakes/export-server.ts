import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What the Bulk Data server of the tests does wrong; the names follow the client's duty list. */
export interface ExportFaults {
  /** Types whose kick-off is answered 400 (also when named beside others). */
  readonly unknownTypes?: readonly string[];
  /** Polls answered 202 before the manifest; Infinity never ends. */
  readonly pollsBeforeDone?: number;
  /** Polls answered 202 say nothing of when to come again. */
  readonly withoutRetryAfter?: boolean;
  /** The 4.0.0-ballot's name for the files of problems. */
  readonly errorFilesNamed?: 'error' | 'outcome';
  /** First polls answered by this status with Retry-After. */
  readonly busyPolls?: { readonly status: number; readonly count: number; readonly retryAfter: string };
  /** Downloads cut in the middle of the body, this many times. */
  readonly cutDownloads?: number;
  /** Tokens after the first die: the file server wants the newest one. */
  readonly tokenOfDownloads?: string;
  readonly expiredLinks?: boolean;
  readonly gzip?: boolean;
  /** STU3: the first page arrives with 202 and a link to the next. */
  readonly pagedManifest?: boolean;
  readonly manifestBody?: unknown;
  readonly requiresAccessToken?: boolean;
}

export interface ExportServer {
  readonly baseUrl: string;
  readonly requests: {
    readonly method: string;
    readonly path: string;
    readonly authorization: string | undefined;
    readonly prefer: string | undefined;
  }[];
  close(): Promise<void>;
}

export interface ExportedFiles {
  readonly output: readonly (readonly string[])[];
  readonly deleted?: readonly (readonly string[])[];
  readonly error?: readonly (readonly string[])[];
}

export const transactionTime = '2026-11-01T00:00:00.000Z';

/** A Bulk Data `$export` server written from the specification, with its failures on order. */
export async function startExportServer(
  files: ExportedFiles,
  faults: ExportFaults = {},
): Promise<ExportServer> {
  const requests: ExportServer['requests'] = [];
  const state = { polls: 0, cuts: 0 };
  const server: Server = createServer((request, response) => {
    requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization,
      prefer: request.headers['prefer'] as string | undefined,
    });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname.endsWith('$export')) return kickOff(url, response);
    if (url.pathname === '/status' && request.method === 'DELETE') return end(response, 202);
    if (url.pathname === '/status') return poll(url, response);
    if (url.pathname.startsWith('/files/')) return download(request, url, response);
    return end(response, 404);
  }

  function kickOff(url: URL, response: ServerResponse): void {
    const types = (url.searchParams.get('_type') ?? '').split(',');
    if (types.some((type) => faults.unknownTypes?.includes(type))) return end(response, 400);
    response.writeHead(202, { 'content-location': `${origin}/status` }).end();
  }

  function poll(url: URL, response: ServerResponse): void {
    const page = url.searchParams.get('page');
    if (page === null) state.polls += 1;
    const busy = faults.busyPolls;
    if (busy && state.polls <= busy.count) {
      response.writeHead(busy.status, { 'retry-after': busy.retryAfter }).end();
      return;
    }
    if (page === null && state.polls <= (faults.pollsBeforeDone ?? 0)) {
      const retryAfter = faults.withoutRetryAfter ? {} : { 'retry-after': '1' };
      response.writeHead(202, { 'x-progress': `${state.polls} of many`, ...retryAfter }).end();
      return;
    }
    if (faults.manifestBody !== undefined) return json(response, 200, faults.manifestBody);
    if (!faults.pagedManifest) return json(response, 200, manifest([...files.output.keys()], true));
    if (page === null) {
      return json(response, 202, {
        ...manifest([0], false),
        link: [{ relation: 'next', url: `${origin}/status?page=2` }],
      });
    }
    return json(response, 200, manifest([...files.output.keys()].slice(1), true));
  }

  function manifest(outputs: readonly number[], withRest: boolean): Record<string, unknown> {
    const named = (kind: string, indexes: readonly number[]): unknown[] =>
      indexes.map((index) => ({ type: 'Patient', url: `${origin}/files/${kind}/${index}` }));
    return {
      transactionTime,
      request: `${origin}/$export`,
      requiresAccessToken: faults.requiresAccessToken ?? true,
      output: named('output', outputs),
      deleted: withRest ? named('deleted', [...(files.deleted ?? []).keys()]) : [],
      [faults.errorFilesNamed ?? 'error']: withRest ? named('error', [...(files.error ?? []).keys()]) : [],
    };
  }

  function download(request: IncomingMessage, url: URL, response: ServerResponse): void {
    if (faults.expiredLinks) return end(response, 403);
    if (faults.tokenOfDownloads && request.headers.authorization !== `Bearer ${faults.tokenOfDownloads}`)
      return end(response, 401);
    const [, , kind, index] = url.pathname.split('/');
    const lines = files[kind as keyof ExportedFiles]?.[Number(index)] ?? [];
    const body = Buffer.from(`${lines.join('\n')}\n`);
    if (state.cuts < (faults.cutDownloads ?? 0)) {
      state.cuts += 1;
      response.writeHead(200, { 'content-length': String(body.length) });
      response.write(body.subarray(0, Math.floor(body.length * 0.6)), () => response.destroy());
      return;
    }
    const packed = faults.gzip ? gzipSync(body) : body;
    response.writeHead(200, faults.gzip ? { 'content-encoding': 'gzip' } : {}).end(packed);
  }

  return {
    baseUrl: `${origin}/`,
    requests,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
