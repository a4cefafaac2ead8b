import type { CodeableConcept, Quantity } from '@medplum/fhirtypes';
import type { BoneDrug, BoneDrugRecord } from '../../core/patient/patient-context.ts';
import { wordsOf } from '../coded.ts';
import { DOSE_USE } from '../terminology/drugs.ts';

type DoseUse = BoneDrugRecord['doseUse'];

/**
 * Whether a dose is for osteoporosis or for cancer: by the dose given, else by the product's name, else by the strength
 * in its name. Drugs that have one use only are for osteoporosis.
 */
export function doseUseOf(
  drug: BoneDrug,
  concept: CodeableConcept | undefined,
  doses: readonly (Quantity | undefined)[],
): DoseUse {
  const uses = DOSE_USE[drug];
  if (uses === undefined) return 'osteoporosis';
  const byMg = (mg: number | undefined): DoseUse | undefined => {
    if (mg === uses.oncologyMg) return 'oncology';
    return mg === uses.osteoporosisMg ? 'osteoporosis' : undefined;
  };
  const given = doses.map((dose) => byMg(milligrams(dose))).find((use) => use !== undefined);
  if (given !== undefined) return given;
  const words = wordsOf(concept);
  const names = (list: readonly string[]): boolean => list.some((name) => words.includes(name));
  if (names(uses.oncologyNames)) return 'oncology';
  if (names(uses.osteoporosisNames)) return 'osteoporosis';
  return (
    strengthsIn(words)
      .map(({ mg, perMl }) => {
        if (perMl === undefined) return byMg(mg);
        if (uses.oncologyMgPerMl.includes(mg) && perMl === 1) return 'oncology';
        if (uses.osteoporosisMgPerMl.includes(mg) && perMl === 1) return 'osteoporosis';
        return perMl === 1 ? undefined : byMg(mg);
      })
      .find((use) => use !== undefined) ?? 'not-stated'
  );
}

function milligrams(quantity: Quantity | undefined): number | undefined {
  const unit = quantity?.code ?? quantity?.unit;
  return unit?.toLowerCase() === 'mg' ? quantity?.value : undefined;
}

/** "60 mg/ml" is a concentration (perMl 1), "120 mg/1.7 ml" a whole dose in a volume, "4 mg" a dose. */
function strengthsIn(words: string): { mg: number; perMl: number | undefined }[] {
  return [...words.matchAll(/(\d+(?:\.\d+)?)\s*mg(?:\s*\/\s*(\d+(?:\.\d+)?)?\s*ml)?/g)].map(
    ([text, mg, volume]) => ({
      mg: Number(mg),
      perMl: text.endsWith('ml') ? Number(volume ?? 1) : undefined,
    }),
  );
}
