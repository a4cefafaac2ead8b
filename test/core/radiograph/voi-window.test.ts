import { throughWindow, windowFault, type VoiFunction } from '../../../src/core/radiograph/voi-window.ts';

/**
 * Centre 2048, width 4096: the worked example of PS3.3 section C.11.2.1.2.1 for LINEAR (0 -> 0, 4095 -> 1 exactly).
 * LINEAR: (2048 - 2047.5) / 4095 + 0.5 = 0.500122. LINEAR_EXACT: (1024 - 2048) / 4096 + 0.5 = 0.25.
 * SIGMOID at centre + width/4: 1 / (1 + e^-1) = 0.731059.
 */
const cases: readonly (readonly [VoiFunction, number, number, number, number])[] = [
  ['LINEAR', 2048, 4096, 0, 0],
  ['LINEAR', 2048, 4096, 4095, 1],
  ['LINEAR', 2048, 4096, 2048, 0.5 + 0.5 / 4095],
  ['LINEAR', 2048, 4096, -5, 0],
  ['LINEAR', 2048, 4096, 5000, 1],
  // Width 1 is a threshold at centre - 0.5.
  ['LINEAR', 100, 1, 99.5, 0],
  ['LINEAR', 100, 1, 99.6, 1],
  ['LINEAR_EXACT', 2048, 4096, 0, 0],
  ['LINEAR_EXACT', 2048, 4096, 1024, 0.25],
  ['LINEAR_EXACT', 2048, 4096, 4096, 1],
  ['LINEAR_EXACT', 0, 0.5, 0.125, 0.75],
  ['SIGMOID', 2048, 4096, 2048, 0.5],
  ['SIGMOID', 2048, 4096, 3072, 1 / (1 + Math.exp(-1))],
  ['SIGMOID', 2048, 4096, -1e6, 0],
];

describe('a window', () => {
  it.each(cases)('%s centre %d width %d maps %d to %d', (voiFunction, center, width, value, expected) => {
    expect(throughWindow(value, { center, width, explanation: undefined }, voiFunction)).toBeCloseTo(
      expected,
      12,
    );
  });

  it.each([
    ['LINEAR', 0.5, 'LINEAR window width 0.5 is below 1'],
    ['LINEAR_EXACT', 0, 'LINEAR_EXACT window width 0 is not above 0'],
    ['SIGMOID', -1, 'SIGMOID window width -1 is not above 0'],
    ['LINEAR', Number.NaN, 'window is not a number'],
  ] as const)('%s of width %d is refused', (voiFunction, width, fault) => {
    expect(windowFault({ center: 0, width, explanation: undefined }, voiFunction)).toBe(fault);
  });

  it.each([
    ['LINEAR', 1],
    ['LINEAR_EXACT', 0.1],
    ['SIGMOID', 0.1],
  ] as const)('%s of width %d is taken', (voiFunction, width) => {
    expect(windowFault({ center: 0, width, explanation: undefined }, voiFunction)).toBeUndefined();
  });
});
