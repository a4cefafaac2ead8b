import { Gauge, type Registry } from 'prom-client';
import type { WatchGauges } from '../flow/ports/watch-source.ts';

/** Watched figures and alarms in the service's registry, by tenant; the labels are closed sets. */
export function prometheusWatch(registry: Registry): WatchGauges {
  const registers = [registry];
  const figures = new Gauge({
    name: 'trabecula_watch_figure',
    help: 'Figures of the last 90 days: PPV of flags, cards per 100 openings, overridden share, drift in units of its alarm limit.',
    labelNames: ['tenant', 'figure'] as const,
    registers,
  });
  const alarms = new Gauge({
    name: 'trabecula_watch_alarm',
    help: '1 while an alarm of the watch stands.',
    labelNames: ['tenant', 'alarm'] as const,
    registers,
  });
  return {
    set: (tenant, figure, value) => {
      if (value === undefined) figures.remove({ tenant, figure });
      else figures.set({ tenant, figure }, value);
    },
    alarm: (tenant, alarm, raised) => alarms.set({ tenant, alarm }, raised ? 1 : 0),
  };
}
