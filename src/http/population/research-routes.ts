import { once } from 'node:events';
import { Router, json, type Response } from 'express';
import { z } from 'zod';
import { researchColumns } from '../../core/population/research-columns.ts';
import { TrabeculaError } from '../../errors.ts';
import type { ResearchExport, ResearchExportRequest } from '../../flow/export-research.ts';
import type { ResearchExportRecords } from '../../flow/ports/research-export.ts';
import { checkedBody } from './checked-body.ts';
import { staffOf, type RequireRole } from './staff.ts';

export interface ResearchApi {
  readonly exportResearch: (request: ResearchExportRequest, signal: AbortSignal) => Promise<ResearchExport>;
  readonly records: ResearchExportRecords;
  readonly requireRole: RequireRole;
}

const requestSchema = z.strictObject({
  project: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$/),
  dates: z.enum(['shifted', 'year']).default('shifted'),
});

/** De-identified exports, for the role "research" alone. Mounted under /population/research-exports. */
export function researchRoutes(api: ResearchApi): Router {
  const router = Router();
  router.use(json({ limit: '10kb' }));
  const researcher = api.requireRole('research');
  const underway = new Set<string>();

  router.get('/dictionary', researcher, (_request, response) => {
    response.json({ columns: researchColumns });
  });
  router.get('/', researcher, async (_request, response) => {
    response.json({ exports: await api.records.list(staffOf(response).tenantId) });
  });
  router.post('/', researcher, async (request, response) => {
    const { tenantId, subject } = staffOf(response);
    const { project, dates } = checkedBody(requestSchema, request.body);
    if (underway.has(tenantId))
      throw new TrabeculaError('conflict', 'an export of this tenant is being made; ask again later');
    underway.add(tenantId);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      await sendExport(
        await api.exportResearch({ tenantId, project, dates, askedBy: subject }, gone.signal),
        response,
      );
    } finally {
      underway.delete(tenantId);
    }
  });
  return router;
}

/** The file as it stands on disk, piece by piece; a caller that went away ends it. */
async function sendExport({ report, spool }: ResearchExport, response: Response): Promise<void> {
  try {
    response.attachment(`research-${report.exportId}.csv`).type('text/csv; charset=utf-8');
    response.set('X-Research-Export', report.exportId);
    response.set('Cache-Control', 'no-store');
    for await (const piece of spool.csv()) {
      if (response.destroyed) return;
      if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
  } finally {
    await spool.remove();
  }
}
