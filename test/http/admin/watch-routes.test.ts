import { Router } from 'express';
import { DEFAULT_WATCH_LIMITS } from '../../../src/core/monitoring/watch-rules.ts';
import type { WatchLog } from '../../../src/flow/ports/watch-log.ts';
import { watchRoutes } from '../../../src/http/admin/watch-routes.ts';
import { startService } from '../service.ts';

const limits = { ...DEFAULT_WATCH_LIMITS, ppvFloor: 0.3 };
const at = new Date('2026-03-02T08:00:00Z');

async function answerOf(log: Omit<WatchLog, 'keep'>): Promise<unknown> {
  const asStaff = Router().use((_request, response, next) => {
    response.locals['staff'] = { tenantId: 'north', subject: 'ada', roles: ['population'] };
    next();
  });
  const handler = asStaff.use(watchRoutes({ ...log, keep: async () => undefined }, async () => limits));
  const service = await startService({ mounts: [{ path: '/admin/api/watch', handler }] });
  try {
    return await (await fetch(`${service.url}/admin/api/watch`)).json();
  } finally {
    await service.close();
  }
}

test("staff see their own tenant's last look and its alarms, standing and past", async () => {
  const asked: string[] = [];
  const answer = await answerOf({
    lastLook: async (tenantId) => {
      asked.push(tenantId);
      return { lookedAt: at, figures: { ppv: 0.4 } };
    },
    alarms: async (tenantId) => {
      asked.push(tenantId);
      return [{ alarm: 'late-dxa', words: '27 of 40', raisedAt: at, clearedAt: undefined }];
    },
  });
  expect(asked).toEqual(['north', 'north']);
  expect(answer).toEqual({
    lookedAt: at.toISOString(),
    figures: { ppv: 0.4 },
    limits,
    alarms: [{ alarm: 'late-dxa', words: '27 of 40', raisedAt: at.toISOString(), clearedAt: null }],
  });
});

test('before the first look there is nothing, and it says so', async () => {
  const answer = await answerOf({ lastLook: async () => undefined, alarms: async () => [] });
  expect(answer).toEqual({ lookedAt: null, figures: {}, limits, alarms: [] });
});
