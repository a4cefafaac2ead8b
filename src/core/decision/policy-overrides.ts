import { TrabeculaError } from '../../errors.ts';
import { LOCAL_MEANINGS, type LocalCode } from '../patient/local-code.ts';
import type { EncounterSetting } from '../patient/patient-context.ts';
import { DEFAULT_DEPLOYMENT, DEFAULT_THRESHOLDS, type Deployment, type Thresholds } from './policy.ts';
import { POLICY_FIELDS, type PolicyFieldName } from './policy-fields.ts';

type Settings = Pick<Deployment, 'guidelineCards' | 'servedSettings' | 'timeZone'>;

const SETTINGS: readonly EncounterSetting[] = [
  'ambulatory',
  'emergency',
  'inpatient',
  'perioperative',
  'other',
];

/**
 * A site's overrides of the decision policy by name, checked: thresholds (numbers, `POLICY_FIELDS`) and
 * `guidelineCards`, `servedSettings`, `timeZone`; `localCodes` are checked here and read by `localCodesIn`. Throws TrabeculaError "bad-configuration" that names the setting.
 */
export function policyOverrides(
  overrides: Readonly<Record<string, unknown>>,
): Settings & { readonly thresholds: Thresholds } {
  const thresholds: Record<string, number> = { ...DEFAULT_THRESHOLDS };
  let settings: Settings = DEFAULT_DEPLOYMENT;
  for (const [name, value] of Object.entries(overrides)) {
    if (name === 'localCodes') localCodesIn(overrides);
    else if (name in POLICY_FIELDS) thresholds[name] = thresholdOf(name as PolicyFieldName, value);
    else settings = { ...settings, ...settingOf(name, value) };
  }
  const { guidelineCards, servedSettings, timeZone } = settings;
  return { thresholds: thresholds as Thresholds, guidelineCards, servedSettings, timeZone };
}

/** The site's own codes, `localCodes` of its overrides. Throws TrabeculaError "bad-configuration". */
export function localCodesIn(overrides: Readonly<Record<string, unknown>>): readonly LocalCode[] {
  const value = overrides['localCodes'] ?? [];
  if (!Array.isArray(value)) throw wrong('localCodes', 'must be a list of system, code and means');
  return value.map((entry: Partial<Record<keyof LocalCode, unknown>> | null): LocalCode => {
    const means = LOCAL_MEANINGS.find((meaning) => meaning === entry?.means);
    const { system, code } = entry ?? {};
    if (typeof system !== 'string' || typeof code !== 'string' || means === undefined)
      throw wrong('localCodes', `needs system, code and means (${LOCAL_MEANINGS.join(', ')}) in each entry`);
    return { system, code, means };
  });
}

/** Numbers that a comparison can mean: T-scores within +-10, everything else from zero. */
function thresholdOf(name: PolicyFieldName, value: unknown): number {
  const { unit } = POLICY_FIELDS[name];
  const least = unit === 'T-score' ? -10 : 0;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > 1_000)
    throw wrong(name, `must be a number of ${unit} from ${least}`);
  if (unit !== 'T-score' && unit !== 'percent' && !Number.isInteger(value))
    throw wrong(name, `must be a whole number of ${unit}`);
  return value;
}

function settingOf(name: string, value: unknown): Partial<Settings> {
  switch (name) {
    case 'guidelineCards':
      if (typeof value !== 'boolean') throw wrong(name, 'must be true or false');
      return { guidelineCards: value };
    case 'servedSettings':
      return { servedSettings: servedSettings(value) };
    case 'timeZone':
      if (typeof value !== 'string' || !isTimeZone(value)) throw wrong(name, 'must be an IANA time zone');
      return { timeZone: value };
    default:
      throw wrong(name, 'is no setting of the decision policy');
  }
}

function servedSettings(value: unknown): readonly EncounterSetting[] {
  const known = Array.isArray(value) ? SETTINGS.filter((setting) => value.includes(setting)) : [];
  if (!Array.isArray(value) || known.length !== value.length)
    throw wrong('servedSettings', `must be a list out of ${SETTINGS.join(', ')}`);
  return known;
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

const wrong = (name: string, what: string): TrabeculaError =>
  new TrabeculaError('bad-configuration', `policy.${name} ${what}`);
