import {
  DEFAULT_DEPLOYMENT,
  policyText,
  type DecisionPolicy,
  type OperatingMode,
  type Thresholds,
} from '../core/decision/policy.ts';
import { policyOverrides } from '../core/decision/policy-overrides.ts';
import type { ModeDecision } from '../core/go-live/mode-decision.ts';
import type { Tenant } from '../flow/tenant.ts';
import { digestOf } from './digest.ts';

/** A tenant's numbers: the defaults with its own overrides. Throws TrabeculaError "bad-configuration" by setting. */
export const thresholdsOf = (tenant: Tenant): Thresholds => policyOverrides(tenant.policy).thresholds;

/**
 * DXA-positive men that the update was fitted on. The sandbox's men are simulated and plenty; a real tenant's count
 * comes from its own validation.
 */
const simulatedMen = 30;

/** The policy of a tenant in the mode that it has now. */
export function policyOf(
  tenant: Tenant,
  decided: ModeDecision,
  dxaPositiveMenValidated: number,
): DecisionPolicy {
  const { thresholds, ...settings } = policyOverrides(tenant.policy);
  return {
    thresholds,
    deployment: {
      ...DEFAULT_DEPLOYMENT,
      ...settings,
      mode: operatingModeOf(tenant, decided),
      isSandbox: tenant.sandbox,
      servedRoleCodes: tenant.cardRoles,
      dxaPositiveMenValidated: tenant.sandbox ? simulatedMen : dxaPositiveMenValidated,
    },
  };
}

/** Digest of what is true of the patient under this policy: part of every assessment's key. */
export function policyVersionOf(tenant: Tenant): string {
  const { thresholds, ...settings } = policyOverrides(tenant.policy);
  return digestOf(policyText({ thresholds, deployment: { ...DEFAULT_DEPLOYMENT, ...settings } }));
}

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
