import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { WatchGauges } from '../flow/ports/watch-source.ts';
import type { ServiceMetrics } from '../flow/ports/service-metrics.ts';
import { prometheusWatch } from './prometheus-watch.ts';

export interface PrometheusMetrics extends ServiceMetrics {
  /** Figures and alarms of the watch over each tenant. */
  readonly watch: WatchGauges;
  /** The text that `/metrics` answers. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

function serviceCounters(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Histogram({
      name: 'trabecula_http_request_seconds',
      help: 'Time to answer a request, by route pattern.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: SECONDS,
      registers,
    }),
    hooks: new Counter({
      name: 'trabecula_hook_answers_total',
      help: 'Answered hook calls, by what they found of a film assessment.',
      labelNames: ['tenant', 'hook', 'assessment'] as const,
      registers,
    }),
    cards: new Counter({
      name: 'trabecula_cards_total',
      help: 'Cards sent.',
      labelNames: ['tenant', 'hook'] as const,
      registers,
    }),
    feedback: new Counter({
      name: 'trabecula_card_feedback_total',
      help: 'Reports on cards, by outcome.',
      labelNames: ['tenant', 'outcome'] as const,
      registers,
    }),
    refusals: new Counter({
      name: 'trabecula_film_refusals_total',
      help: 'Films and studies that gave no score, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
    rejected: new Counter({
      name: 'trabecula_foreign_resources_total',
      help: 'Resources about another patient that were put aside.',
      labelNames: ['tenant'] as const,
      registers,
    }),
    queue: new Gauge({
      name: 'trabecula_queue_waiting',
      help: 'Jobs that wait.',
      labelNames: ['queue'] as const,
      registers,
    }),
  };
}

/** The service's own numbers and Node's, in one registry. */
export function prometheusMetrics(): PrometheusMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = serviceCounters(registry);
  return {
    watch: prometheusWatch(registry),
    httpRequest: ({ method, route, status, seconds }) =>
      counters.requests.observe({ method, route, status: String(status) }, seconds),
    hookAnswered: ({ tenantId, hook, assessment, cards }) => {
      counters.hooks.inc({ tenant: tenantId, hook, assessment });
      if (cards > 0) counters.cards.inc({ tenant: tenantId, hook }, cards);
    },
    feedback: (tenantId, outcome) => counters.feedback.inc({ tenant: tenantId, outcome }),
    filmRefused: (reason) => counters.refusals.inc({ reason }),
    resourcesRejected: (tenantId, count) => counters.rejected.inc({ tenant: tenantId }, count),
    queueDepth: (queue, waiting) => counters.queue.set({ queue }, waiting),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
