import type { QuasiIdentity, Released } from '../core/population/rare-people.ts';
import {
  ageGroup,
  coarseAgeGroup,
  ethnicityOf,
  raceOf,
  releasedDate,
  sexOf,
  zip3Of,
  type DateRule,
} from '../core/population/safe-harbor.ts';
import type { researchColumns } from '../core/population/research-columns.ts';
import type { AnswerCell } from './ports/population-questions.ts';
import type { Pseudonyms, ResearchPatient } from './ports/research-export.ts';

type ColumnName = (typeof researchColumns)[number]['name'];

/** What may be known of the patient elsewhere, in the closed sets of the export. */
export const quasiIdentityOf = (patient: ResearchPatient): QuasiIdentity => ({
  ageGroup: ageGroup(patient.ageYears),
  coarseAgeGroup: coarseAgeGroup(patient.ageYears),
  sex: sexOf(patient.gender),
  race: raceOf(patient.race),
  ethnicity: ethnicityOf(patient.ethnicity),
  zip3: zip3Of(patient.zip3),
});

/** The row that leaves: every column of the dictionary and no other; codes only where they look like codes. */
export function researchRowOf(
  patient: ResearchPatient,
  { level, values }: Released,
  dates: DateRule,
  pseudonyms: Pseudonyms,
): Readonly<Record<ColumnName, AnswerCell>> {
  const offsetDays = pseudonyms.offsetDays(patient.patientId);
  const date = (day: string | undefined) => releasedDate(day, dates, offsetDays);
  return {
    research_id: pseudonyms.researchId(patient.patientId),
    age_group: values.ageGroup,
    sex: values.sex,
    race: values.race,
    ethnicity: values.ethnicity,
    zip3: values.zip3,
    generalised: level,
    film_on: date(patient.filmOn),
    assessed_on: date(patient.assessedOn),
    film_result: codeOf(patient.outcome) ?? 'refused',
    refusal_reason: codeOf(patient.refusalReason),
    probability: patient.probability ?? null,
    model_versions: patient.modelVersions.filter((version) => codeOf(version) !== null).join('+'),
    card_shown: patient.cardShown,
    osteoporosis_on_record: patient.osteoporosis,
    fragility_fracture_on_record: patient.fragilityFracture,
    drug_first_on: date(patient.drugFirstOn),
    dxa_before_on: date(patient.dxaBeforeOn),
    dxa_before_t_score: patient.dxaBeforeTScore ?? null,
    dxa_ordered_on: date(patient.dxaOrderedOn),
    dxa_after_on: date(patient.dxaAfterOn),
    dxa_after_t_score: patient.dxaAfterTScore ?? null,
  };
}

const codeOf = (text: string | undefined): string | null =>
  text !== undefined && /^[a-z0-9][a-z0-9:.-]{0,99}$/.test(text) ? text : null;
