import { TrabeculaError, type ErrorCode } from '../errors.ts';
import { EXIT } from './command.ts';

const exitCodeOfError: Readonly<Record<ErrorCode, number>> = {
  unauthenticated: EXIT.unavailable,
  forbidden: EXIT.unavailable,
  'bad-request': EXIT.badInput,
  'not-found': EXIT.noInput,
  conflict: EXIT.refused,
  'precondition-failed': EXIT.refused,
  'too-large': EXIT.badInput,
  'too-many-requests': EXIT.unavailable,
  overloaded: EXIT.unavailable,
  'bad-configuration': EXIT.badConfiguration,
  'bad-model-package': EXIT.badConfiguration,
  'bad-film': EXIT.badInput,
  'bad-input-file': EXIT.badInput,
  'store-in-use': EXIT.unavailable,
  'store-unavailable': EXIT.unavailable,
  'port-in-use': EXIT.unavailable,
  'upstream-unavailable': EXIT.unavailable,
  'upstream-refused': EXIT.unavailable,
  'invalid-output': EXIT.internal,
  unsupported: EXIT.badInput,
};

/** The process exit code of a failure; bugs are EXIT.internal. */
export function exitCodeOf(error: unknown): number {
  return error instanceof TrabeculaError ? exitCodeOfError[error.code] : EXIT.internal;
}
