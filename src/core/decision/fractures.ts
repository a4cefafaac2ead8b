import type { RecordedFracture } from '../patient/patient-context.ts';
import { valueOf } from '../patient/known.ts';
import { latestDay, yearsBetween } from '../patient/recorded-date.ts';
import { hasHappened, type Question } from './question.ts';

/** Newest hip or vertebral fracture at 50 or later that may be of low trauma: it opens the fracture pathway. */
export function pathwayFracture(question: Question): RecordedFracture | undefined {
  return newest(lowImpactFractures(question).filter(({ site }) => site === 'hip' || site === 'vertebra'));
}

/** Fractures of any site at 50 or later that are not known to be of high energy or pathological. */
export function lowImpactFractures(question: Question): readonly RecordedFracture[] {
  return question.context.fractures.filter(
    (fracture) =>
      (fracture.character === 'low-trauma' || fracture.character === 'not-stated') &&
      (fracture.occurredOn === undefined || hasHappened(fracture.occurredOn, question.today)) &&
      mayBeAtFiftyOrLater(fracture, question),
  );
}

/**
 * A partial date counts when it can lie past the border, and an undated fracture when the patient is past it now: the
 * card asks ("if low-trauma"), it does not assert.
 */
function mayBeAtFiftyOrLater({ occurredOn }: RecordedFracture, question: Question): boolean {
  const birthDate = valueOf(question.context.birthDate);
  if (birthDate === undefined) return false;
  const day = occurredOn === undefined ? question.today : latestDay(occurredOn);
  return yearsBetween(birthDate, day).most >= question.thresholds.fracturePathwayFromYears;
}

const newest = (fractures: readonly RecordedFracture[]): RecordedFracture | undefined =>
  fractures.reduce<RecordedFracture | undefined>(
    (last, fracture) =>
      last === undefined || (fracture.occurredOn ?? '') > (last.occurredOn ?? '') ? fracture : last,
    undefined,
  );
