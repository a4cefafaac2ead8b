import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getStatus, isOk } from '@medplum/core';
import { FhirRouter, type HttpMethod } from '@medplum/fhir-router';
import type { Bundle, CapabilityStatement, Resource } from '@medplum/fhirtypes';
import { capabilityStatement } from '../../src/sandbox/ehr/fhir/capability-statement.ts';
import { ChartRepository } from '../../src/sandbox/ehr/fhir/chart-repository.ts';
import { completeSearchset } from '../../src/sandbox/ehr/fhir/searchset.ts';

/**
 * What goes wrong with one request. "cut-after": the server does it, and the answer never arrives. "truncate": the server
 * does it, and half of the answer arrives, without a length that would show it, as behind some proxies.
 */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'cut-before' | 'cut-after' | 'truncate' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'redirect'; readonly to: string };

export interface SeenRequest {
  readonly method: string;
  /** Path and query behind the base. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingMessage['headers'];
}

/** A FHIR R4 server in memory that fails as it is told to. No tokens are checked. */
export class FaultyEhr {
  readonly repository: ChartRepository;
  readonly baseUrl: string;
  readonly seen: SeenRequest[] = [];
  /** Asked for each request but `metadata`. */
  faultOf: (request: SeenRequest) => Fault | undefined = () => undefined;
  /** Answers a search with everything, as servers do that do not know the parameter. */
  ignoreSearchParameters = false;
  /** Changes what the server says of itself. */
  capability: (statement: CapabilityStatement) => CapabilityStatement = (statement) => statement;
  readonly #server: Server;
  readonly #router = new FhirRouter();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.baseUrl = `http://127.0.0.1:${port}/fhir`;
    this.repository = new ChartRepository(this.baseUrl);
  }

  static async start(port = 0): Promise<FaultyEhr> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const ehr = new FaultyEhr(server, (server.address() as AddressInfo).port);
    server.on('request', (request, response) => void ehr.#answer(request, response));
    return ehr;
  }

  /** All resources of a type as they are now. */
  async all<T extends Resource>(resourceType: T['resourceType']): Promise<T[]> {
    const bundle = await this.repository.search<T>({ resourceType, count: 10_000 });
    return (bundle.entry ?? []).map((entry) => entry.resource as T);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = (request.url ?? '').replace(/^\/fhir\/?/, '');
    const seen = {
      method: request.method ?? '',
      url,
      authorization: request.headers.authorization,
      headers: request.headers,
    };
    this.seen.push(seen);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    if (url === 'metadata') return this.#send(response, 200, this.#metadata());
    const fault = this.faultOf(seen);
    if (fault?.kind === 'cut-before') return void request.socket.destroy();
    if (fault?.kind === 'status') return this.#send(response, fault.status, outcome, fault.headers);
    if (fault?.kind === 'redirect') return this.#send(response, 307, outcome, { location: fault.to });
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    const [status, body, headers] = await this.#handle(seen, text === '' ? undefined : JSON.parse(text));
    if (fault?.kind === 'cut-after') return void request.socket.destroy();
    if (fault?.kind === 'truncate') return this.#sendHalf(response, status, body);
    this.#send(response, status, body, headers);
  }

  async #handle(
    seen: SeenRequest,
    body: unknown,
  ): Promise<[number, Resource, Record<string, string> | undefined]> {
    const [result, found] = await this.#router.handleRequest(
      {
        method: seen.method as HttpMethod,
        url: this.ignoreSearchParameters && seen.method === 'GET' ? seen.url.split('?')[0]! : seen.url,
        pathname: '',
        body,
        params: {},
        query: {},
        headers: seen.headers,
        config: { transactions: true },
      },
      this.repository,
    );
    const resource =
      found?.resourceType === 'Bundle' && found.type === 'searchset' ? this.#page(found, seen.url) : found;
    const location =
      resource?.id === undefined
        ? undefined
        : { location: `${this.baseUrl}/${resource.resourceType}/${resource.id}` };
    return [getStatus(result), isOk(result) && resource !== undefined ? resource : result, location];
  }

  #page(found: Bundle, url: string): Bundle {
    return completeSearchset(found, this.baseUrl, `/${url}`);
  }

  #metadata(): CapabilityStatement {
    return this.capability(
      capabilityStatement({ fhirBaseUrl: this.baseUrl, authorizationUrl: '', tokenUrl: '' }),
    );
  }

  #sendHalf(response: ServerResponse, status: number, body: Resource): void {
    const text = JSON.stringify(body);
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    response.writeHead(status, { 'content-type': 'application/fhir+json' });
    response.write(text.slice(0, text.length / 2));
    response.end();
  }

  #send(
    response: ServerResponse,
    status: number,
    body: Resource,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers });
    response.end(JSON.stringify(body));
  }
}

const outcome: Resource = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'exception', diagnostics: 'Jane Example, born 1950' }],
};
