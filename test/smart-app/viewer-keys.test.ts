import { actOnKey } from '../../smart-app/src/viewer/viewer-keys.ts';

/** A film whose device's window is 1000 to 2000; what keys did to it stands in `done`. */
function film() {
  const done: unknown[] = [];
  return {
    done,
    frame: { black: 1000, white: 2000 },
    window: { black: 1000, white: 2000 },
    panBy: (right: number, down: number) => void done.push(['pan', right, down]),
    zoomBy: (factor: number) => void done.push(['zoom', factor]),
    fit: () => void done.push(['fit']),
  };
}
const key = (
  name: string,
  held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', true>> = {},
) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test.each([
  ['ArrowRight', ['pan', -1, 0]],
  ['ArrowUp', ['pan', 0, 1]],
  ['+', ['zoom', 1.25]],
  ['-', ['zoom', 0.8]],
  ['0', ['fit']],
])('%s', (name, deed) => {
  const shown = film();
  expect(actOnKey(shown, key(name))).toBe(true);
  expect(shown.done).toEqual([deed]);
});

test.each([
  // 5 % of the device's width of 1000: level 50 down makes brighter; width 50 more is 25 at each end.
  ['ArrowUp', { black: 950, white: 1950 }],
  ['ArrowDown', { black: 1050, white: 2050 }],
  ['ArrowRight', { black: 975, white: 2025 }],
  ['ArrowLeft', { black: 1025, white: 1975 }],
])('Shift and %s moves the window', (name, window) => {
  const shown = film();
  expect(actOnKey(shown, key(name, { shiftKey: true }))).toBe(true);
  expect(shown.window).toEqual(window);
});

test.each(['ctrlKey', 'metaKey', 'altKey'] as const)('keys with %s are left to the browser', (held) => {
  expect(actOnKey(film(), key('+', { [held]: true }))).toBe(false);
});

test('other keys are left alone, so that Tab and Escape work', () => {
  expect(actOnKey(film(), key('Tab'))).toBe(false);
  expect(actOnKey(film(), key('Escape'))).toBe(false);
});
