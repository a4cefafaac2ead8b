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

describe('a reason with a share of its own', () => {
  const strict = { ...manifest, refuseAtOrAbove: { implant: 0.1, rotated: 0.2 } };

  it('refuses from that share on, although the view reaches its own', () => {
    const verdict = suitabilityOf(strict, logits({ 'lumbar-ap': 0.899, implant: 0.101 }));
    expect(verdict).toMatchObject({ kind: 'unsuitable', refusal: { reason: 'implant' } });
  });

  it('does not refuse below it, nor for other reasons', () => {
    expect(suitabilityOf(strict, logits({ 'lumbar-ap': 0.901, implant: 0.099 })).kind).toBe('suitable');
    expect(suitabilityOf(strict, logits({ 'lumbar-ap': 0.7, clipped: 0.3 })).kind).toBe('suitable');
  });

  it('names the likelier of two such reasons, even when another class is likelier still', () => {
    const verdict = suitabilityOf(
      strict,
      logits({ 'lumbar-ap': 0.1, clipped: 0.5, implant: 0.15, rotated: 0.25 }),
    );
    expect(verdict).toMatchObject({ refusal: { reason: 'rotated' } });
  });
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
