import { createHash } from 'node:crypto';
import {
  DEFAULT_DEPLOYMENT,
  DEFAULT_THRESHOLDS,
  policyText,
  type DecisionPolicy,
  type OperatingMode,
  type Thresholds,
} from '../core/decision/policy.ts';
import type { ModeDecision } from '../core/go-live/mode-decision.ts';
import { TrabeculaError } from '../errors.ts';
import type { Tenant } from '../flow/tenant.ts';

/** A tenant's numbers: the defaults with its own overrides. Throws TrabeculaError "bad-configuration" by setting. */
export function thresholdsOf(tenant: Tenant): Thresholds {
  for (const [name, value] of Object.entries(tenant.policy)) {
    const setting = `tenant ${tenant.id}: policy.${name}`;
    if (!Object.hasOwn(DEFAULT_THRESHOLDS, name))
      throw new TrabeculaError('bad-configuration', `${setting}: there is no such setting`);
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new TrabeculaError('bad-configuration', `${setting}: must be a number`);
  }
  return { ...DEFAULT_THRESHOLDS, ...(tenant.policy as Partial<Thresholds>) };
}

/** The policy of a tenant in the mode that it has now. */
export function policyOf(
  tenant: Tenant,
  decided: ModeDecision,
  dxaPositiveMenValidated: number,
): DecisionPolicy {
  return {
    thresholds: thresholdsOf(tenant),
    deployment: {
      ...DEFAULT_DEPLOYMENT,
      mode: operatingModeOf(tenant, decided),
      isSandbox: tenant.sandbox,
      servedRoleCodes: tenant.cardRoles,
      // Simulated men only; a real tenant's count comes from its validation.
      dxaPositiveMenValidated,
    },
  };
}

/** Digest of what is true of the patient under this policy: part of every assessment's key. */
export const policyVersionOf = (tenant: Tenant): string =>
  createHash('sha256')
    .update(policyText({ thresholds: thresholdsOf(tenant), deployment: DEFAULT_DEPLOYMENT }))
    .digest('hex');

function operatingModeOf(tenant: Tenant, decided: ModeDecision): OperatingMode {
  switch (decided.mode) {
    case 'silent':
      return { kind: 'silent' };
    case 'live':
      return { kind: 'live' };
    case 'research':
      return {
        kind: 'research',
        userIds: tenant.research?.users ?? [],
        ethicsReference: tenant.research?.ethicsReference ?? '',
        ethicsExpiresOn: tenant.research?.expiresOn ?? '',
      };
  }
}
