import type { AgreementWithFp32 } from './manifest.ts';

/** Limits within which an int8 network may stand in for the fp32 one: this project's own, no standard asks for them. */
export const INT8_LIMITS = { aucChange: 0.005, equalDecisionShare: 0.98 } as const;

/** What keeps an int8 network from being used; undefined when nothing does. An agreement that was not measured is none. */
export function int8Fault(agreement: AgreementWithFp32 | undefined): string | undefined {
  if (agreement === undefined) return 'its agreement with the fp32 network is not stated';
  const { aucChange, equalDecisionShare } = agreement;
  if (!(Math.abs(aucChange) <= INT8_LIMITS.aucChange))
    return `its AUC differs by ${aucChange} from the fp32 network's, more than ${INT8_LIMITS.aucChange}`;
  if (!(equalDecisionShare >= INT8_LIMITS.equalDecisionShare))
    return `it answers a share of ${equalDecisionShare} of the films as the fp32 network does, less than ${INT8_LIMITS.equalDecisionShare}`;
  return undefined;
}
