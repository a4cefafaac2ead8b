import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { openAppTokens } from '../adapters/app-tokens/app-tokens.ts';
import { openFilmPictures } from '../adapters/film-pictures/film-pictures.ts';
import { EN } from '../cds-hooks/messages/en.ts';
import { localCodesIn } from '../core/decision/policy-overrides.ts';
import { readAppView } from '../flow/read-app-view.ts';
import { recordAppAnswer, type AppAnswerPorts } from '../flow/record-app-answer.ts';
import { reviewResult, type ReviewPorts } from '../flow/review-result.ts';
import type { AppModelCard } from '../flow/app-view.ts';
import { appApi } from '../http/app-api/app-api.ts';
import { appFiles } from '../http/app-api/app-files.ts';
import type { Mount } from '../http/app-ports.ts';
import type { ModelCard } from '../core/model-card/model-card.ts';
import { NOT_AVAILABLE } from '../core/model-card/source-attributes.ts';
import type { ModelCards } from './model-cards.ts';
import { perTenant } from './per-tenant.ts';
import type { SharedParts } from './shared-parts.ts';

export const builtApp = fileURLToPath(new URL('../../smart-app/dist/', import.meta.url));

/** The SMART app: its pages, and what it asks the service with its user's token. */
export function appMounts(parts: SharedParts, cards: ModelCards): readonly Mount[] {
  const { config, clock, audit, ledger, store, optOuts, outbox, policyFor } = parts;
  const ports: AppAnswerPorts & ReviewPorts = {
    store,
    optOuts,
    ledger,
    outbox,
    readerFor: (tenant, fhirServer, accessToken) => parts.accessOf(tenant).withToken(fhirServer, accessToken),
    writerFor: (tenant, accessToken) => parts.accessOf(tenant).writerWithToken(accessToken),
    audit,
    policyFor,
    localCodesOf: perTenant(config.tenants, ({ policy }) => localCodesIn(policy)),
    messages: EN,
    clock,
    newUuid: randomUUID,
  };
  const api = appApi({
    tenants: config.tenants,
    tokens: openAppTokens({
      readerFor: (tenant, token) => parts.accessOf(tenant).withToken(tenant.fhirBaseUrl, token),
      clock,
    }),
    view: (caller, assessmentKey) => readAppView(caller, assessmentKey, ports),
    answer: (caller, answer) => recordAppAnswer(caller, answer, ports),
    review: (caller, assessmentKey) => reviewResult(caller, assessmentKey, ports),
    thresholdsOf: async (tenant) => (await policyFor(tenant, clock())).thresholds,
    store: {
      currentFor: async (tenantId, patientId) =>
        optOuts.hasOptedOut(tenantId, patientId) ? [] : store.currentFor(tenantId, patientId),
    },
    // A picture needs no network: any reader makes it.
    pictures: openFilmPictures((tenant) => parts.accessOf(tenant).archive, parts.filmReaders.all[0]!),
    // A tenant's own validation alone: what other sites measured is not this one's to show.
    models: async ({ id }) => (await cards([id])).map(appCardOf),
    registrationOf: (tenant) => ({ clientId: tenant.appClientId ?? 'trabecula-app', name: tenant.id }),
    audit,
    clock,
  });
  return [
    { path: '/app/api', handler: api },
    { path: '/app', handler: appFiles(builtApp, config.tenants) },
  ];
}

/** The card as the app shows it; "not available" is no text, so that the app says it in its own words. */
const appCardOf = ({
  modelId,
  title,
  version,
  attributes,
  usefulness,
  fairness,
  local,
}: ModelCard): AppModelCard => ({
  id: modelId,
  title,
  version,
  attributes: attributes.map(({ name, value }) => ({
    name,
    text: value === NOT_AVAILABLE ? undefined : value,
  })),
  figures: [...usefulness, ...fairness].flatMap(({ label, value: { value, lower95, upper95 } }) =>
    typeof value === 'number' && typeof lower95 === 'number' && typeof upper95 === 'number'
      ? [{ label, value, lower: lower95, upper: upper95 }]
      : [],
  ),
  local: local.flatMap(({ validity, figures }) => (figures ? [{ words: validity, figures }] : []))[0],
  reportUrl: `/model-cards/${version}`,
});
