import type { ResearchExportRecords, ResearchExportReport } from '../../flow/ports/research-export.ts';
import { statement, type Database } from '../store/database.ts';
import { storableJson } from '../store/storable.ts';

/** What was ever exported for research, newest first. Holds no patient. */
export const researchExportRecords = (database: Database): ResearchExportRecords => ({
  async keep(report) {
    await database.query(KEEP, [report.tenantId, report.exportId, report.madeAt, storableJson(report)]);
  },
  async list(tenantId) {
    const rows = await database.query<{ report: ResearchExportReport }>(LIST, [tenantId]);
    return rows.map(({ report }) => report);
  },
});

const KEEP = statement(
  'research.keep',
  'INSERT INTO population.research_export (tenant_id, export_id, made_at, report) VALUES ($1, $2, $3, $4::jsonb)',
);
const LIST = statement(
  'research.list',
  'SELECT report FROM population.research_export WHERE tenant_id = $1 ORDER BY made_at DESC, export_id',
);
