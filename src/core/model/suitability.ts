import type { FilmRefusal, FilmRefusalReason, View } from '../film/film.ts';
import type { SuitabilityManifest } from './manifest.ts';
import { softmax } from './model-output.ts';

export type SuitabilityVerdict =
  | { readonly kind: 'suitable'; readonly view: View; readonly share: number }
  | { readonly kind: 'unsuitable'; readonly refusal: FilmRefusal };

/** What each refusing class of the suitability network means for people. */
const reasonOfClass: Readonly<Record<string, FilmRefusalReason>> = {
  'other-body-part': 'not-lumbar',
  rotated: 'rotated',
  inverted: 'polarity-inverted',
  clipped: 'clipped',
  blank: 'blank',
  screenshot: 'screenshot',
  implant: 'implant',
};

const viewClasses = [
  { view: 'ap', name: 'lumbar-ap' },
  { view: 'lateral', name: 'lumbar-lateral' },
] as const;

/**
 * Whether the image looks like a standard lumbar film, and of which view: the likelier of the two view classes has to
 * reach the share that the manifest asks of it, and no reason the share at which the manifest refuses by it; otherwise
 * the likeliest such reason, or the likeliest other class, is the reason of the refusal.
 */
export function suitabilityOf(manifest: SuitabilityManifest, logits: readonly number[]): SuitabilityVerdict {
  const { classes } = manifest.outputs.logits;
  const shares = softmax(logits);
  const shareOf = (name: string): number => shares[classes.indexOf(name)] ?? Number.NaN;
  const [ap, lateral] = viewClasses;
  const likelier = shareOf(ap.name) >= shareOf(lateral.name) ? ap : lateral;
  const share = shareOf(likelier.name);
  const others = classes.filter((name) => !viewClasses.some((viewClass) => viewClass.name === name));
  const refuseAtOrAbove = manifest.refuseAtOrAbove ?? {};
  const suspected = others.filter(
    (name) => shareOf(name) >= (refuseAtOrAbove[name] ?? Number.POSITIVE_INFINITY),
  );
  if (suspected.length === 0 && share >= manifest.acceptAtOrAbove[likelier.name])
    return { kind: 'suitable', view: likelier.view, share };
  const strongest = strongestOf(suspected.length > 0 ? suspected : others, shareOf);
  return {
    kind: 'unsuitable',
    refusal: {
      reason: reasonOfClass[strongest] ?? 'out-of-distribution',
      detail: `the image classifier sees "${strongest}" rather than a standard lumbar film`,
    },
  };
}

function strongestOf(names: readonly string[], shareOf: (name: string) => number): string {
  return names.reduce((best, name) => (shareOf(name) > shareOf(best) ? name : best), names[0] ?? '');
}
