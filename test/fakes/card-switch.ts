import type { CardStop, CardSwitch } from '../../src/flow/ports/card-switch.ts';

export function cardSwitchInMemory(): CardSwitch {
  const stops = new Map<string, CardStop>();
  return {
    stopped: (tenantId) => stops.get(tenantId),
    writingStopped: () =>
      [...stops.values()].filter(({ writing }) => writing === 'stop').map(({ tenantId }) => tenantId),
    stop: (stop) => Promise.resolve(void stops.set(stop.tenantId, stop)),
    resume: (tenantId) => Promise.resolve(stops.delete(tenantId)),
  };
}
