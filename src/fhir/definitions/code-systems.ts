import type { CodeSystem } from '@medplum/fhirtypes';
import { OVERRIDE_CODES } from '../../cds-hooks/cards/override-codes.ts';
import type { Messages } from '../../cds-hooks/messages/messages.ts';
import { REASON_CODES } from '../../core/decision/reason-codes.ts';
import { OWN_CODES } from '../print/own-codes.ts';
import { headerOf } from './definition-header.ts';

function codeSystem(
  id: string,
  title: string,
  description: string,
  displays: Readonly<Record<string, string>>,
): CodeSystem {
  const concept = Object.entries(displays).map(([code, display]) => ({ code, display }));
  return {
    resourceType: 'CodeSystem',
    ...headerOf('CodeSystem', id, title),
    description,
    caseSensitive: true,
    content: 'complete',
    count: concept.length,
    concept,
  };
}

/** Our code systems, from the tables that the code itself uses: what is printed, decided and answered. */
export const codeSystems = ({
  reason,
  override,
}: Pick<Messages, 'reason' | 'override'>): readonly CodeSystem[] => [
  codeSystem(
    'trabecula',
    'Codes of film assessments and their follow-up',
    'What a film assessment, its model and its follow-up are called. None of them is a diagnosis.',
    OWN_CODES,
  ),
  codeSystem(
    'decision-reason',
    'Reasons of decisions',
    'Why a card was shown or not: one code for every outcome of the decision list.',
    Object.fromEntries(REASON_CODES.map((code) => [code, reason[code]])),
  ),
  codeSystem(
    'override-reason',
    'Override reasons of our own',
    'Reasons for setting a card aside that the code system of HL7 (non-adherence-reason-codes) does not have.',
    Object.fromEntries(
      OVERRIDE_CODES.filter((code) => code === 'not-my-patient').map((code) => [code, override[code]]),
    ),
  ),
];
