import { createHmac } from 'node:crypto';
import type { Pseudonyms } from '../../flow/ports/research-export.ts';

const longestShiftDays = 365;

/**
 * Pseudonyms and date shifts of one tenant and project by HMAC-SHA-256 (RFC 2104) under the tenant's secret. Without the
 * secret a patient id cannot be tried against them (45 CFR 164.514(c): the code must not be derivable).
 */
export function keyedPseudonyms(secret: string, tenantId: string, project: string): Pseudonyms {
  const digest = (purpose: string, patientId: string): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([tenantId, project, purpose, patientId]))
      .digest();
  return {
    researchId: (patientId) => digest('research-id', patientId).toString('hex').slice(0, 32),
    // 32 bits over 365 days: the days differ in probability by less than 1 in 10 million.
    offsetDays: (patientId) => -1 - (digest('date-shift', patientId).readUInt32BE(0) % longestShiftDays),
  };
}
