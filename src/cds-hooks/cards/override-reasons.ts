import { OVERRIDE_CODES } from './override-codes.ts';
import { OURS } from '../../fhir/print/canonical-urls.ts';
import type { Messages } from '../messages/messages.ts';
import { OVERRIDE_REASON_SYSTEM, type OverrideReason } from '../protocol.ts';

export const overrideReasons = (messages: Messages): OverrideReason[] =>
  OVERRIDE_CODES.map((code) => ({
    code,
    system: code === 'not-my-patient' ? OURS.overrideReasons : OVERRIDE_REASON_SYSTEM,
    display: messages.override[code],
  }));
