import { z } from 'zod';
import { int8Fault } from '../../core/model/int8-gate.ts';
import type { ModelManifest } from '../../core/model/manifest.ts';

const text = z.string().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const probability = z.number().min(0).max(1);

export const trainingStatement = z.strictObject({
  kind: z.enum(['simulated', 'clinical']),
  statement: text,
  films: z.int().min(0),
  patients: z.int().min(0),
  simulatorVersion: z.string().nullable(),
});

const input = z.strictObject({
  name: text,
  layout: z.literal('NCHW'),
  channels: z.literal(1),
  widthPx: z.int().min(32).max(2048),
  heightPx: z.int().min(32).max(2048),
  fit: z.literal('pad-square-then-resize'),
  padValue: probability,
  resampling: z.literal('area-average'),
  polarity: z.literal('bone-bright'),
  range: z.tuple([z.literal(0), z.literal(1)]),
  mean: z.tuple([z.number()]),
  std: z.tuple([z.number().positive()]),
  acceptsForProcessing: z.boolean(),
});

const base = {
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: text,
  architecture: text,
  release: z.enum(['pilot', 'research']),
  trainingData: trainingStatement,
  file: z.strictObject({
    path: z.string().regex(/^[A-Za-z0-9_-]+\.onnx$/),
    sha256,
    bytes: z.int().min(1),
    precision: z.enum(['fp32', 'int8']),
  }),
  input,
};

const logits = (classes: z.ZodType<string[]>) => z.strictObject({ name: text, classes });

const scoreClasses = z
  .array(text)
  .refine(
    (names) => names.join() === 't-score-above-minus-2.5,t-score-at-or-below-minus-2.5',
    'classes of a score model',
  );

const suitabilityClasses = z
  .array(text)
  .min(3)
  .refine(
    (names) =>
      names[0] === 'lumbar-ap' && names[1] === 'lumbar-lateral' && new Set(names).size === names.length,
    'lumbar-ap and lumbar-lateral first, no class twice',
  );

const agreementWithFp32 = z.strictObject({
  fp32FileSha256: sha256,
  films: z.int().min(1),
  aucChange: z.number(),
  equalDecisionShare: probability,
});

const score = z.strictObject({
  ...base,
  kind: z.literal('score'),
  view: z.enum(['ap', 'lateral']),
  outputs: z.strictObject({
    logits: logits(scoreClasses),
    cam: z.strictObject({ name: text, rows: z.int().min(1), columns: z.int().min(1) }),
    novelty: z.strictObject({ name: text, refuseAbove: z.number().positive() }),
  }),
  calibration: z.strictObject({
    method: z.enum(['platt', 'temperature']),
    slope: z.number().positive(),
    intercept: z.number(),
    fittedOn: text,
  }),
  cuts: z
    .strictObject({
      flaggedAtOrAbove: z.number(),
      uncertainAtOrAbove: z.number(),
      chosenOn: text,
      rule: text,
    })
    .refine((cuts) => cuts.uncertainAtOrAbove <= cuts.flaggedAtOrAbove, 'uncertain cut above flagged cut'),
  operatingPoint: z.strictObject({ scoreAtOrAbove: z.number(), rule: text }),
  agreementWithFp32: agreementWithFp32.optional(),
});

const suitability = z
  .strictObject({
    ...base,
    kind: z.literal('suitability'),
    view: z.null(),
    outputs: z.strictObject({ logits: logits(suitabilityClasses) }),
    acceptAtOrAbove: z.strictObject({ 'lumbar-ap': probability, 'lumbar-lateral': probability }),
    refuseAtOrAbove: z.record(text, probability).optional(),
  })
  .refine(
    ({ refuseAtOrAbove, outputs }) =>
      Object.keys(refuseAtOrAbove ?? {}).every((name) => outputs.logits.classes.indexOf(name) > 1),
    'refuseAtOrAbove names a class that is no reason to refuse',
  );

/** manifest.json as models/manifest.schema.json describes it. */
export const manifestSchema: z.ZodType<ModelManifest> = z
  .discriminatedUnion('kind', [score, suitability])
  .superRefine((manifest, context) => {
    if (manifest.file.precision !== 'int8') return;
    const fault = int8Fault(manifest.kind === 'score' ? manifest.agreementWithFp32 : undefined);
    if (fault !== undefined)
      context.addIssue({ code: 'custom', path: ['file', 'precision'], message: `int8: ${fault}` });
  });
