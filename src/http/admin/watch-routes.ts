import { Router } from 'express';
import type { WatchLimits } from '../../core/monitoring/watch-rules.ts';
import type { WatchLog } from '../../flow/ports/watch-log.ts';
import { staffOf } from '../population/staff.ts';

const MOST_ALARMS = 200;

/**
 * What the watch over the caller's tenant found: figures of the last look, the limits in force, alarms with their history. Counts and shares
 * alone; no patient. Mounted under /admin/api/watch behind a guard that says which tenant the caller is of.
 */
export function watchRoutes(log: WatchLog, limitsOf: (tenantId: string) => Promise<WatchLimits>): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    const { tenantId } = staffOf(response);
    const look = await log.lastLook(tenantId);
    const alarms = await log.alarms(tenantId, MOST_ALARMS);
    response.json({
      lookedAt: look?.lookedAt ?? null,
      figures: look?.figures ?? {},
      limits: await limitsOf(tenantId),
      alarms: alarms.map(({ clearedAt, ...alarm }) => ({ ...alarm, clearedAt: clearedAt ?? null })),
    });
  });
  return router;
}
