import type { z } from 'zod';
import type { Tenant } from '../flow/tenant.ts';
import { ENVIRONMENT_SETTINGS, type Environment } from './environment.ts';

/** One thing wrong with the configuration, by the name that its author wrote it under. Never shows a secret's value. */
export interface ConfigProblem {
  /** "tenants[0].cdsClients[1].jwksUrl", or the environment variable. */
  readonly setting: string;
  readonly message: string;
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === 'number' ? `${name}[${part}]` : name === '' ? String(part) : `${name}.${String(part)}`,
    '',
  );
}

/** Schema issues as problems; a setting that came from the environment is named by its variable. */
export function problemsOf(error: z.ZodError, environment: Environment): readonly ConfigProblem[] {
  const variables = new Map(
    Object.entries(ENVIRONMENT_SETTINGS)
      .filter(([variable]) => (environment[variable] ?? '') !== '')
      .map(([variable, { path }]) => [path.join('.'), variable]),
  );
  return error.issues.flatMap((issue): ConfigProblem[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        setting: nameOf([...issue.path, key]),
        message: 'is not a setting',
      }));
    const name = nameOf(issue.path);
    return [
      { setting: variables.get(name) ?? (name === '' ? 'TRABECULA_CONFIG' : name), message: issue.message },
    ];
  });
}

/** What no single tenant shows: two tenants under one name, a caller that would be in two, rules that cannot both hold. */
export function problemsAcrossTenants(tenants: readonly Tenant[]): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const ids = new Set<string>();
  const claimsOfIssuer = new Map<string, (string | undefined)[]>();
  const [first] = tenants;
  tenants.forEach((tenant, index) => {
    if (ids.has(tenant.id))
      problems.push({ setting: `tenants[${index}].id`, message: 'is the id of an earlier tenant' });
    ids.add(tenant.id);
    if (first !== undefined && tenant.viewRulesFile !== first.viewRulesFile)
      problems.push({
        setting: `tenants[${index}].viewRulesFile`,
        message: `differs from that of tenant "${first.id}": the film readers of one process follow one file; serve tenants with other rules by a process of their own`,
      });
    tenant.cdsClients.forEach(({ issuer, tenantClaim }, clientIndex) => {
      const earlier = claimsOfIssuer.get(issuer) ?? [];
      const ambiguous =
        earlier.length > 0 && (tenantClaim === undefined || earlier.some((claim) => claim === undefined));
      const setting = `tenants[${index}].cdsClients[${clientIndex}]`;
      if (ambiguous || earlier.includes(tenantClaim))
        problems.push({
          setting: `${setting}.issuer`,
          message: 'is used by an earlier client: give each client of this issuer its own tenantClaim',
        });
      claimsOfIssuer.set(issuer, [...earlier, tenantClaim]);
    });
  });
  return problems;
}
