import { TrabeculaError } from '../../../errors.ts';

/** One study's (or one site's) two-by-two table at its threshold: people, counted once each. */
export interface StudyTable {
  readonly name: string;
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
}

/** Throws TrabeculaError "bad-input-file" for counts that no study can have. */
export function checkStudyTables(studies: readonly StudyTable[]): void {
  const names = new Set<string>();
  for (const study of studies) {
    if (names.has(study.name))
      throw new TrabeculaError('bad-input-file', `study "${study.name}" is given twice`);
    names.add(study.name);
    if (!cellsOf(study).every((cell) => Number.isInteger(cell) && cell >= 0))
      throw new TrabeculaError('bad-input-file', `study "${study.name}": counts must be whole numbers >= 0`);
    if (study.truePositives + study.falseNegatives === 0)
      throw new TrabeculaError('bad-input-file', `study "${study.name}" has nobody with the condition`);
    if (study.falsePositives + study.trueNegatives === 0)
      throw new TrabeculaError('bad-input-file', `study "${study.name}" has nobody without the condition`);
  }
}

export function cellsOf(study: StudyTable): [number, number, number, number] {
  return [study.truePositives, study.falseNegatives, study.falsePositives, study.trueNegatives];
}

export function hasZeroCell(study: StudyTable): boolean {
  return cellsOf(study).includes(0);
}

function plusHalf(study: StudyTable): StudyTable {
  return {
    name: study.name,
    truePositives: study.truePositives + 0.5,
    falseNegatives: study.falseNegatives + 0.5,
    falsePositives: study.falsePositives + 0.5,
    trueNegatives: study.trueNegatives + 0.5,
  };
}

/** 0.5 to every cell of every study as soon as any cell is 0 (mada's default, `correction.control = "all"`). */
export function correctAllIfAnyZero(studies: readonly StudyTable[]): readonly StudyTable[] {
  return studies.some(hasZeroCell) ? studies.map(plusHalf) : studies;
}
