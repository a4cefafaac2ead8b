import { Router, type RequestHandler } from 'express';
import { populationQuestions } from '../adapters/population/population-questions.ts';
import { screeningLedger } from '../adapters/store/screening-ledger.ts';
import { TrabeculaError } from '../errors.ts';
import { outlookOf, planScreening } from '../flow/plan-screening.ts';
import { adminOf } from '../http/admin/admin-actor.ts';
import type { Mount } from '../http/app-ports.ts';
import { populationRoutes, type PopulationApi } from '../http/population/population-routes.ts';
import { systemOrStaff } from '../http/population-systems/system-guard.ts';
import { systemTokens } from '../http/population-systems/system-token.ts';
import { tokenRoutes } from '../http/population-systems/token-routes.ts';
import type { RequireRole, StaffMember } from '../http/population/staff.ts';
import { researchRoutes } from '../http/population/research-routes.ts';
import { importStarter } from './population-import.ts';
import { populationTables } from './population-tables.ts';
import { researchApi } from './research-export.ts';
import type { SharedParts } from './shared-parts.ts';

/** The population API: for staff under /population, and for commands on this machine under /admin/local. */
export function populationMounts(
  parts: SharedParts,
  requireRole: RequireRole,
  localAdmin: RequestHandler,
  newId: () => string,
  systems: { readonly sealingKey: Uint8Array; readonly publicUrl: () => string },
): readonly Mount[] {
  const questions = populationQuestions(parts.database);
  const ledger = screeningLedger(parts.database);
  const store = populationTables(parts.database, parts.config.tenants);
  const { clock, audit } = parts;
  const api: Omit<PopulationApi, 'requireRole'> = {
    questions,
    ledger,
    store,
    startImport: importStarter(parts, store),
    planScreening: (request) => planScreening(request, { questions, ledger, clock, newId }),
    lookAhead: (request) => outlookOf(request, { questions, ledger, clock }),
    audit,
    clock,
  };
  const research = researchApi(parts);
  const routesFor = (guard: RequireRole): Router =>
    Router()
      .use('/research-exports', researchRoutes({ ...research, requireRole: guard }))
      .use(populationRoutes({ ...api, requireRole: guard }));
  const { tenants } = parts.config;
  const tokens = systemTokens(systems.sealingKey, clock);
  const guard = systemOrStaff({ tokens, tenants, questions: () => questions.list(), requireRole });
  const local = routesFor(localStaff(parts));
  return [
    { path: '/population', handler: routesFor(guard) },
    {
      path: '/population-systems',
      handler: tokenRoutes({
        tenants,
        tokens,
        usedTokens: parts.usedTokens,
        publicUrl: systems.publicUrl,
        clock,
      }),
    },
    { path: '/admin/local/population', handler: Router().use(localAdmin, local) },
  ];
}

/** Who may read the service's token file runs the service: every role, of the tenant that the command names. */
const localStaff =
  (parts: SharedParts): RequireRole =>
  (...roles) =>
  (request, response, next) => {
    const tenantId = request.get('x-trabecula-tenant') ?? '';
    if (parts.tenantOf(tenantId) === undefined)
      throw new TrabeculaError('not-found', '--tenant: there is no such tenant');
    response.locals['staff'] = { tenantId, subject: adminOf(response).name, roles } satisfies StaffMember;
    next();
  };
