import { library, spec } from './case.ts';

/** Rows without a test of their own, each with the reason. */
const reasons: readonly (readonly [rows: readonly string[], reason: string])[] = [
  [library(20, 24, 28, 32), 'The appointment-book hook is not offered.'],
  [library(36, 40, 44), 'The encounter-start hook is not offered.'],
  [library(48, 52, 56), 'The encounter-discharge hook is not offered.'],
  [library(60, 64, 68, 73), 'The order-dispatch hook is not offered.'],
  [spec(78, 212), 'A duty of the client. The service makes it possible: one id on three hooks (see @211).'],
  [
    spec(81, 118),
    'Optional in the specification; always sent here, because feedback is matched by it (see @80).',
  ],
  [spec(89, 129), 'A freedom of the client; nothing for a service to do.'],
  [spec(112), 'A property of the picture behind the url, which a response cannot show.'],
  [
    spec(175, 179),
    'Mutual TLS is ended by the reverse proxy of the installation; client JWTs are always asked for as well.',
  ],
  [spec(206), 'A duty of the client.'],
  [spec(213), 'A matter between the installation and the EHR; no hook here is needed for safety.'],
];

/** Row -> reason. */
export const REASONS: ReadonlyMap<string, string> = new Map(
  reasons.flatMap(([rows, reason]) => rows.map((row) => [row, reason] as const)),
);
