import type { SuitabilityManifest } from '../../../src/core/model/manifest.ts';
import { suitabilityOf } from '../../../src/core/model/suitability.ts';
import { readFileSync } from 'node:fs';
import { fixtureModels } from '../../fixture-paths.ts';

const fixture = JSON.parse(
  readFileSync(`${fixtureModels}/lumbar-suitability/manifest.json`, 'utf8'),
) as SuitabilityManifest;
const manifest = { ...fixture, acceptAtOrAbove: { 'lumbar-ap': 0.5, 'lumbar-lateral': 0.6 } };

/** Logits of shares: their logarithms, so that the softmax gives the shares back. */
function logits(shares: Partial<Record<string, number>>): readonly number[] {
  return manifest.outputs.logits.classes.map((name) => Math.log(shares[name] ?? 1e-9));
}

it('takes the likelier view when its share reaches the limit', () => {
  expect(suitabilityOf(manifest, logits({ 'lumbar-ap': 0.6, 'lumbar-lateral': 0.4 }))).toMatchObject({
    kind: 'suitable',
    view: 'ap',
  });
});

it.each([
  ['other-body-part', 'not-lumbar'],
  ['rotated', 'rotated'],
  ['inverted', 'polarity-inverted'],
  ['clipped', 'clipped'],
  ['blank', 'blank'],
  ['screenshot', 'screenshot'],
  ['implant', 'implant'],
])('refuses with the strongest other class: %s is %s', (name, reason) => {
  // Lateral 0.55 is below its own limit of 0.6, so the next class gives the reason, though it is smaller.
  const verdict = suitabilityOf(manifest, logits({ 'lumbar-lateral': 0.55, [name]: 0.45 }));
  expect(verdict).toMatchObject({ kind: 'unsuitable', refusal: { reason } });
});

it('refuses a class that it does not know as out of distribution', () => {
  const classes = ['lumbar-ap', 'lumbar-lateral', 'new-reason'];
  const other = { ...manifest, outputs: { logits: { name: 'logits', classes } } };
  expect(suitabilityOf(other, [0, 0, 5])).toMatchObject({ refusal: { reason: 'out-of-distribution' } });
});

it('takes no film whose logits are no numbers', () => {
  expect(
    suitabilityOf(
      manifest,
      manifest.outputs.logits.classes.map(() => Number.NaN),
    ).kind,
  ).toBe('unsuitable');
});
