export type PolarityResolution =
  | {
      readonly kind: 'resolved';
      readonly invert: boolean;
      /** The two attributes say opposite things. */
      readonly contradicted: boolean;
      readonly words: string;
    }
  | { readonly kind: 'refused'; readonly fault: string };

/**
 * Which way round the grey values are (PS3.3 sections C.7.6.3.1.2 and C.11.6). Photometric Interpretation decides: it
 * is Type 1 in every image, Presentation LUT Shape is not. Objects on which the two contradict each other exist
 * (MONOCHROME1 with IDENTITY, MONOCHROME2 with INVERSE) and toolkits resolve them in opposite ways; either way the
 * result still has to show its polarity (`polarity-check.ts`).
 */
export function resolvePolarity(
  photometricInterpretation: string | undefined,
  presentationLutShape: string | undefined,
): PolarityResolution {
  if (photometricInterpretation !== 'MONOCHROME1' && photometricInterpretation !== 'MONOCHROME2')
    return {
      kind: 'refused',
      fault: `Photometric Interpretation is ${photometricInterpretation ?? 'absent'}`,
    };
  const invert = photometricInterpretation === 'MONOCHROME1';
  const shapeInverts = shapeSaysInvert(presentationLutShape);
  if (shapeInverts === 'unknown')
    return { kind: 'refused', fault: `Presentation LUT Shape is ${presentationLutShape ?? ''}` };
  const contradicted = shapeInverts !== undefined && shapeInverts !== invert;
  const deed = invert ? 'inverted' : 'not inverted';
  const shape =
    presentationLutShape === undefined ? '' : ` with Presentation LUT Shape ${presentationLutShape}`;
  const note = contradicted ? ' (contradiction: Photometric Interpretation decides)' : '';
  return {
    kind: 'resolved',
    invert,
    contradicted,
    words: `${photometricInterpretation}${shape}: ${deed}${note}`,
  };
}

function shapeSaysInvert(shape: string | undefined): boolean | undefined | 'unknown' {
  if (shape === undefined || shape === '') return undefined;
  if (shape === 'IDENTITY') return false;
  return shape === 'INVERSE' ? true : 'unknown';
}
