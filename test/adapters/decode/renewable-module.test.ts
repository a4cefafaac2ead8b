declare const WebAssembly: { readonly RuntimeError: new (message: string) => Error };

import { FilmRefused } from '../../../src/adapters/decode/film-refused.ts';
import { RenewableModule } from '../../../src/adapters/decode/renewable-module.ts';

/** A module that says how often it was loaded, and how often it has to be used in vain until it is loaded anew. */
async function failuresUntilRenewal(error: unknown, decodedBytes: number): Promise<number> {
  let loads = 0;
  const module = await RenewableModule.open(() => Promise.resolve((loads += 1)));
  for (let failures = 1; ; failures += 1) {
    expect(() =>
      module.use(decodedBytes, () => {
        throw error;
      }),
    ).toThrow(FilmRefused);
    await module.renew();
    if (loads > 1) {
      expect(module.use(0, (loaded) => loaded)).toBe(2);
      return failures;
    }
  }
}

const MIB = 2 ** 20;

test.each<[string, unknown, number, number]>([
  ['a trap ends a module at once', new WebAssembly.RuntimeError('memory access out of bounds'), 0, 1],
  ['four small failures wear it out', new Error('damaged'), 0, 4],
  // 1/4 + 144/256 = 0.81 a film: the second is too much.
  ['large images wear it out sooner', new Error('damaged'), 144 * MIB, 2],
  ['what C++ throws is a number', 5_243_912, 0, 4],
])('%s', async (_, error, decodedBytes, failures) => {
  expect(await failuresUntilRenewal(error, decodedBytes)).toBe(failures);
});

test('a module that did what it should is kept', async () => {
  let loads = 0;
  const module = await RenewableModule.open(() => Promise.resolve((loads += 1)));
  for (let film = 0; film < 100; film += 1) {
    module.use(100 * MIB, (loaded) => loaded);
    await module.renew();
  }
  expect(loads).toBe(1);
});
