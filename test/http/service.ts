import pino, { type Logger } from 'pino';
import { prometheusMetrics } from '../../src/adapters/prometheus-metrics.ts';
import { discoveryOf } from '../../src/cds-hooks/discovery.ts';
import { loadConfig } from '../../src/config.ts';
import type { HookCall } from '../../src/flow/hook-call.ts';
import { createApp } from '../../src/http/app.ts';
import type { AppPorts } from '../../src/http/app-ports.ts';
import { serve, type RunningServer } from '../../src/http/serve.ts';
import { RECORD_QUERIES } from '../../src/cds-hooks/prefetch-queries.ts';
import { cardSwitchInMemory } from '../fakes/card-switch.ts';
import { rememberedTokens } from '../fakes/used-tokens.ts';

/** The service on a free port with fakes behind it, what it logged, and the calls that its story was given. */
export interface TestService {
  readonly url: string;
  readonly logLines: string[];
  readonly calls: HookCall[];
  close(): Promise<void>;
}

const { limits, server } = loadConfig({});

export async function startService(changes: Partial<AppPorts> = {}, port = 0): Promise<TestService> {
  const logLines: string[] = [];
  const calls: HookCall[] = [];
  const log: Logger = pino({ level: 'debug' }, { write: (line: string) => void logLines.push(line) });
  const metrics = prometheusMetrics();
  const bound: { server?: RunningServer } = {};
  const app = createApp({
    tenants: [],
    publicUrl: () => bound.server?.url ?? '',
    discovery: discoveryOf(RECORD_QUERIES, '1.2.3'),
    answerHook: (call) => {
      calls.push(call);
      return Promise.resolve({ cards: [] });
    },
    recordFeedback: () => Promise.resolve(),
    onChangeHint: () => undefined,
    cardSwitch: cardSwitchInMemory(),
    usedTokens: rememberedTokens(),
    readiness: () => Promise.resolve([{ name: 'store', ready: true, detail: undefined }]),
    renderMetrics: () => metrics.render(),
    metrics,
    mounts: [],
    limits,
    trustedProxies: [],
    clock: () => new Date(),
    log,
    ...changes,
  });
  const running = await serve(app, { ...server, port });
  bound.server = running;
  return { url: running.url, logLines, calls, close: () => running.close(100) };
}

export const SERVICE_PATH = '/cds-services/opportunistic-osteoporosis-screening';

/** POSTs JSON, with a bearer token when there is one. */
export function post(url: string, body: unknown, token?: string, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
  });
}
