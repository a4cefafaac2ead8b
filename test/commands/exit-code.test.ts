import { TrabeculaError } from '../../src/errors.ts';
import { exitCodeOf } from '../../src/commands/exit-code.ts';

test('a damaged film is bad input, a bug is internal', () => {
  expect(exitCodeOf(new TrabeculaError('bad-film', 'truncated'))).toBe(65);
  expect(exitCodeOf(new Error('undefined is not a function'))).toBe(70);
});
