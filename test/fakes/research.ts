import type { ResearchExportPorts } from '../../src/flow/export-research.ts';
import type {
  ResearchExportReport,
  ResearchPatient,
  ResearchRow,
  ResearchSpool,
} from '../../src/flow/ports/research-export.ts';
import { rememberedAudit } from './audit-trail.ts';

/** A woman of 67 whose film was flagged and whose DXA followed 30 days later. */
export const researchPatient = (
  patientId: string,
  different: Partial<ResearchPatient> = {},
): ResearchPatient => ({
  patientId,
  ageYears: 67,
  gender: 'female',
  race: 'White',
  ethnicity: 'Not Hispanic or Latino',
  zip3: '941',
  filmOn: '2026-01-10',
  assessedOn: '2026-02-01',
  outcome: 'flagged',
  refusalReason: undefined,
  probability: 0.812,
  modelVersions: ['aa11'],
  cardShown: true,
  osteoporosis: false,
  fragilityFracture: false,
  drugFirstOn: undefined,
  dxaBeforeOn: undefined,
  dxaBeforeTScore: undefined,
  dxaOrderedOn: undefined,
  dxaAfterOn: '2026-03-03',
  dxaAfterTScore: -2.7,
  ...different,
});

/** Ports of the export that remember; `pages` is asked once a pass, so that a test can change patients between them. */
export function researchInMemory(pages: () => readonly (readonly ResearchPatient[])[], now: Date) {
  const rows: ResearchRow[] = [];
  const kept: ResearchExportReport[] = [];
  const removed: ResearchSpool[] = [];
  const audit = rememberedAudit();
  const spool: ResearchSpool = {
    add: (row) => Promise.resolve(void rows.push(row)),
    async *csv() {
      yield await Promise.resolve('research_id\n');
      for (const row of rows) yield `${row['research_id']}\n`;
    },
    remove: () => Promise.resolve(void removed.push(spool)),
  };
  const ports: ResearchExportPorts = {
    source: {
      async *patients() {
        for (const page of pages()) yield await Promise.resolve(page);
      },
    },
    pseudonymsOf: (tenantId, project) =>
      tenantId === 'north'
        ? { researchId: (id) => `${project}-${id}`, offsetDays: (id) => -Number(id.slice(1)) - 1 }
        : undefined,
    openSpool: () => Promise.resolve(spool),
    records: {
      keep: (report) => Promise.resolve(void kept.push(report)),
      list: (tenantId) => Promise.resolve(kept.filter((report) => report.tenantId === tenantId)),
    },
    optOuts: { hasOptedOut: (_tenantId, patientId) => patientId === 'p99', learn: () => Promise.resolve() },
    audit,
    clock: () => now,
    newId: () => 'export-1',
  };
  return { ports, rows, kept, removed, audit };
}
