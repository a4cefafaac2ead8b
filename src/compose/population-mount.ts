import { shippedViews } from '../adapters/population/flat-views.ts';
import { populationQuestions } from '../adapters/population/population-questions.ts';
import { populationStore } from '../adapters/population/population-store.ts';
import { screeningLedger } from '../adapters/store/screening-ledger.ts';
import { populationConcepts } from '../fhir/population/population-concepts.ts';
import { planScreening } from '../flow/plan-screening.ts';
import type { Mount } from '../http/app-ports.ts';
import { populationRoutes } from '../http/population/population-routes.ts';
import type { RequireRole } from '../http/population/staff.ts';
import type { SharedParts } from './shared-parts.ts';

/** The population API on the shared store. */
export function populationMount(parts: SharedParts, requireRole: RequireRole, newId: () => string): Mount {
  const questions = populationQuestions(parts.database);
  const ledger = screeningLedger(parts.database);
  const { clock, audit } = parts;
  const handler = populationRoutes({
    questions,
    ledger,
    store: populationStore(parts.database, shippedViews(), populationConcepts),
    planScreening: (request) => planScreening(request, { questions, ledger, clock, newId }),
    requireRole,
    audit,
    clock,
  });
  return { path: '/population', handler };
}
