import { z } from 'zod';
import type { Combination } from '../../core/model/combination.ts';
import { trainingStatement } from './manifest-schema.ts';

const fit = {
  terms: z.array(z.enum(['intercept', 'scoreAp', 'scoreLateral', 'age', 'ageSquared', 'male'])).min(1),
  coefficients: z.array(z.number()),
  covariance: z.array(z.array(z.number())),
};

/** One coefficient a term and a square covariance of that size: a short row would silently count as zeros. */
function sizesAgree(variant: { terms: string[]; coefficients: number[]; covariance: number[][] }): boolean {
  const size = variant.terms.length;
  return (
    variant.coefficients.length === size &&
    variant.covariance.length === size &&
    variant.covariance.every((row) => row.length === size)
  );
}

const cuts = z.looseObject({ flaggedAtOrAbove: z.number(), uncertainAtOrAbove: z.number() });

const variant = z
  .looseObject({
    ...fit,
    film: z.looseObject({
      weights: z.strictObject({
        ap: z.number().exactOptional(),
        lateral: z.number().exactOptional(),
        intercept: z.number(),
      }),
      cuts,
    }),
  })
  .refine(sizesAgree, 'terms, coefficients and covariance differ in size');

/** combination.json; members beyond these (how it was fitted) are allowed and kept out of the type. */
export const combinationSchema: z.ZodType<Combination> = z.looseObject({
  schemaVersion: z.literal(1),
  trainingData: trainingStatement,
  modelVersionsOf: z.looseObject({ ap: z.string(), lateral: z.string() }),
  ageCentreYears: z.number(),
  ageScaleYears: z.number().positive(),
  variants: z.looseObject({ both: variant, ap: variant, lateral: variant }),
  ageSexOnly: z.looseObject(fit).refine(sizesAgree, 'terms, coefficients and covariance differ in size'),
});
