import type { Encounter } from '@medplum/fhirtypes';
import { absent, known, type Known } from '../../core/patient/known.ts';
import type { EncounterSetting, ReadState } from '../../core/patient/patient-context.ts';
import { wordsOf } from '../coded.ts';
import { ENCOUNTER_SETTING } from '../terminology/care-and-hardware.ts';

const PERIOPERATIVE =
  /\b(perioperative|preoperative|operating|surgery|surgical|anesthesia|anaesthesia|pacu)\b/;

/** Where the visit takes place. Codes of other systems are not guessed at: "other" gets no card by default. */
export function encounterSettingOf(
  encounter: Encounter | undefined,
  read: ReadState,
): Known<EncounterSetting> {
  if (encounter === undefined) return absent(read === 'read' ? 'not-recorded' : 'not-read');
  if (PERIOPERATIVE.test(wordsOf(...(encounter.type ?? []), encounter.serviceType)))
    return known('perioperative');
  const code = encounter.class?.code;
  const settings: Readonly<Record<string, EncounterSetting>> = ENCOUNTER_SETTING;
  return known((code === undefined ? undefined : settings[code]) ?? 'other');
}
