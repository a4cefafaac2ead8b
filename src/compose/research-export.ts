import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keyedPseudonyms } from '../adapters/population/keyed-pseudonyms.ts';
import { researchExportRecords } from '../adapters/population/research-export-store.ts';
import { researchSource } from '../adapters/population/research-source.ts';
import { openResearchSpool } from '../adapters/population/research-spool.ts';
import { exportResearch } from '../flow/export-research.ts';
import type { ResearchApi } from '../http/population/research-routes.ts';
import type { SharedParts } from './shared-parts.ts';

/** The research export on the parts. What a killed service left half made is removed at the next start. */
export function researchApi(parts: SharedParts): Omit<ResearchApi, 'requireRole'> {
  const { config, database, optOuts, audit, clock } = parts;
  const folder = join(config.dataFolder, 'research-exports');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const left of readdirSync(folder)) rmSync(join(folder, left), { recursive: true });
  const records = researchExportRecords(database);
  const ports = {
    source: researchSource(database),
    pseudonymsOf: (tenantId: string, project: string) => {
      const secret = parts.tenantOf(tenantId)?.researchKey;
      return secret === undefined ? undefined : keyedPseudonyms(secret, tenantId, project);
    },
    openSpool: () => openResearchSpool(folder),
    records,
    optOuts,
    audit,
    clock,
    newId: randomUUID,
  };
  return { exportResearch: (request, signal) => exportResearch(request, ports, signal), records };
}
