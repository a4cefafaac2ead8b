import { searchPages } from '../adapters/fhir-client/fhir-reader.ts';
import { bulkDataFeed } from '../adapters/population-feeds/bulk-data-feed.ts';
import { lastUpdatedFeed } from '../adapters/population-feeds/last-updated-feed.ts';
import { ndjsonFolderFeed } from '../adapters/population-feeds/ndjson-folder-feed.ts';
import { withOwnReferences } from '../adapters/population-feeds/own-references.ts';
import { shippedViews } from '../adapters/population/flat-views.ts';
import { IMAGING_REPORTS } from '../cds-hooks/prefetch-queries.ts';
import { scopesAllow } from '../cds-hooks/scopes.ts';
import { TrabeculaError } from '../errors.ts';
import { archiveFilms } from '../flow/arrivals/archive-films.ts';
import { importPopulation } from '../flow/import-population.ts';
import type { PopulationFeed } from '../flow/ports/population-feed.ts';
import type { PopulationStore } from '../flow/ports/population-store.ts';
import type { Tenant } from '../flow/tenant.ts';
import type { ImportSource } from '../http/population/population-routes.ts';
import { filmRulesOf, sleep, studyRulesOf } from './assess.ts';
import type { SharedParts } from './shared-parts.ts';

/** An export that runs longer than a day is given up with an error. */
const exportPatienceMs = 24 * 3_600_000;

/** Starts imports in the background of the service, one at a time for each tenant. */
export function importStarter(
  parts: SharedParts,
  store: PopulationStore,
): (tenantId: string, source: ImportSource) => Promise<void> {
  const running = new Set<string>();
  return async (tenantId, source) => {
    const tenant = parts.tenantOf(tenantId);
    if (tenant === undefined) throw new TrabeculaError('not-found', 'there is no such tenant');
    if (running.has(tenantId)) throw new TrabeculaError('conflict', 'an import of this tenant is running');
    const feed = await feedOf(source, tenant, parts, store);
    running.add(tenantId);
    const ports = { store, optOuts: parts.optOuts, clock: parts.clock, onProgress: () => undefined };
    importPopulation(tenantId, feed, ports, new AbortController().signal)
      .then((report) =>
        parts.log.info(
          { tenant: tenantId, feed: feed.name, ...report, problemExamples: undefined },
          'population imported',
        ),
      )
      .catch((error: unknown) =>
        parts.log.warn({ tenant: tenantId, err: error }, 'a population import failed'),
      )
      .finally(() => running.delete(tenantId));
  };
}

/** What an import of this tenant reads. Throws TrabeculaError "conflict" when the tenant has no credentials for it. */
export const feedOf = async (
  source: ImportSource,
  tenant: Tenant,
  parts: SharedParts,
  store: PopulationStore,
): Promise<PopulationFeed> =>
  withOwnReferences(await feedOfSource(source, tenant, parts, store), tenant.fhirBaseUrl);

async function feedOfSource(
  source: ImportSource,
  tenant: Tenant,
  parts: SharedParts,
  store: PopulationStore,
): Promise<PopulationFeed> {
  if (source.kind === 'files') return ndjsonFolderFeed(source.path, parts.clock);
  const { own } = parts.accessOf(tenant);
  if (own === undefined)
    throw new TrabeculaError('conflict', 'the tenant has no credentials of its own for an import');
  if (source.kind === 'archive') {
    if (tenant.imaging === undefined)
      throw new TrabeculaError('conflict', 'the tenant has no picture archive to import from');
    return archiveFilms(source.since, {
      fhir: own.fhir,
      archive: own.archive,
      studyRules: studyRulesOf(tenant, parts),
      filmRules: filmRulesOf(tenant, parts),
      issuerSystems: tenant.imaging.issuerSystems ?? {},
      clock: parts.clock,
    });
  }
  // Consents before all else: a film of a patient who refuses must not be planned because the refusal came in last.
  const types = [...new Set(['Consent', ...shippedViews().map(({ view }) => view.resource)])].filter(
    (type) => !NOT_EVERYWHERE.includes(type) || scopesAllow(tenant.backend?.scopes ?? [], type, 'read'),
  );
  if (source.kind === 'sweep') {
    const since = source.anew
      ? undefined
      : (await store.importState(tenant.id, '_lastUpdated sweep'))?.nextSince;
    return lastUpdatedFeed(
      (type, parameters) => searchPages(own.http, type, parameters),
      { types, since, mayBeRefused: ['DiagnosticReport', ...NOT_EVERYWHERE] },
      parts.clock,
    );
  }
  const level = levelOf(source);
  const name = `bulk-data ${new URL(tenant.fhirBaseUrl).host}`;
  const since = source.anew ? undefined : (await store.importState(tenant.id, name))?.nextSince;
  const http = {
    fetch,
    accessToken: () => own.token.get(),
    tokenOrigins: new Set([new URL(tenant.fhirBaseUrl).origin]),
    waiting: { clock: parts.clock, random: Math.random, sleep },
  };
  const wait = {
    patienceMs: exportPatienceMs,
    onProgress: (text: string) =>
      parts.log.info({ tenant: tenant.id, progress: text.slice(0, 100) }, 'export in progress'),
  };
  return bulkDataFeed(http, tenant.fhirBaseUrl, { level, types, typeFilters: TYPE_FILTERS, since }, wait);
}

/** Types that many servers do not have or grant: asked for where the tenant's scopes name them. */
const NOT_EVERYWHERE = ['Consent', 'Medication', 'MedicationDispense'];

/** Of these types a hospital has most for other purposes. */
const TYPE_FILTERS = ['ImagingStudy?modality=DX,CR', `DiagnosticReport?category=${IMAGING_REPORTS}`];

function levelOf({ level, groupId }: Extract<ImportSource, { kind: 'bulk-data' }>) {
  if (level !== 'group') return { kind: level } as const;
  if (groupId === undefined)
    throw new TrabeculaError('bad-request', '"groupId" is needed for an export of a group');
  return { kind: 'group', groupId } as const;
}
