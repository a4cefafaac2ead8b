import { fewestAlike } from './rare-people.ts';

/** One column of the research export, as its data dictionary explains it. */
export interface ResearchColumn {
  readonly name: string;
  readonly kind: 'pseudonym' | 'quasi-identifier' | 'date' | 'finding' | 'remark';
  readonly values: string;
  readonly description: string;
}

const column = (
  name: string,
  kind: ResearchColumn['kind'],
  values: string,
  description: string,
): ResearchColumn => ({ name, kind, values, description });

const day = 'YYYY-MM-DD, moved by the days of its patient; or YYYY. Empty: none on record';
const yesNo = 'true, false';
const omb = 'OMB category, "other or not stated", "withheld"';

/** The columns of a row in their order: one row a patient, by the newest film that was assessed. */
export const researchColumns = [
  column(
    'research_id',
    'pseudonym',
    '32 hexadecimal digits',
    'keyed hash of tenant, project and patient; another project gets another one',
  ),
  column(
    'age_group',
    'quasi-identifier',
    'under 50, 50-54 ... 85-89, 90 and over; wider when rare',
    'age on the day of the film',
  ),
  column('sex', 'quasi-identifier', 'female, male, other or not stated', 'administrative gender'),
  column('race', 'quasi-identifier', omb, 'race as the chart states it'),
  column('ethnicity', 'quasi-identifier', omb, 'ethnicity as the chart states it'),
  column(
    'zip3',
    'quasi-identifier',
    'three digits, 000 where at most 20,000 people live, "other or not stated", "withheld"',
    'first digits of the home ZIP code',
  ),
  column(
    'generalised',
    'remark',
    '0: nothing; 1: zip3; 2: and race, ethnicity; 3: and age group',
    `what was taken out so that at least ${fewestAlike} rows are alike`,
  ),
  column('film_on', 'date', day, 'day of the film'),
  column('assessed_on', 'date', day, 'day of the assessment'),
  column(
    'film_result',
    'finding',
    'flagged, uncertain, not-flagged, refused',
    'research model, trained on simulated radiographs, not for clinical use. "not-flagged" rules nothing out',
  ),
  column('refusal_reason', 'finding', 'code; empty when there is a score', 'why the film gave no score'),
  column('probability', 'finding', '0 to 1, three decimals', 'probability as the model gives it'),
  column('model_versions', 'finding', 'SHA-256, joined by +', 'models that gave the score'),
  column('card_shown', 'finding', yesNo, 'whether a card of the film was ever shown'),
  column(
    'osteoporosis_on_record',
    'finding',
    yesNo,
    'diagnosis, or a central T-score <= -2.5, before or after',
  ),
  column('fragility_fracture_on_record', 'finding', yesNo, 'hip, vertebral or osteoporotic fracture'),
  column('drug_first_on', 'date', day, 'first osteoporosis drug on record'),
  column('dxa_before_on', 'date', day, 'last central DXA before the assessment'),
  column('dxa_before_t_score', 'finding', 'number', 'its lowest T-score'),
  column('dxa_ordered_on', 'date', day, 'first order of a central DXA from the assessment on'),
  column('dxa_after_on', 'date', day, 'first central DXA from the assessment on'),
  column('dxa_after_t_score', 'finding', 'number', 'its lowest T-score'),
] as const satisfies readonly ResearchColumn[];
