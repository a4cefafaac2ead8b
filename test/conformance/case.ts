import type { TestService } from '../http/service.ts';
import type { SigningClient } from '../fakes/signing-client.ts';

/** The service with one registered client, as the cases call it. */
export interface World {
  readonly service: TestService;
  readonly ehr: SigningClient;
  /** POSTs a signed call of the hooks. */
  readonly call: (body: unknown) => Promise<Response>;
}

/** One checked claim and the rows of `requirements.tsv` that it meets. */
export interface ConformanceCase {
  readonly rows: readonly string[];
  readonly claim: string;
  readonly check: (world: World) => void | Promise<void>;
}

/** Rows of the CDS Hooks 2.0 specification by their number. */
export const spec = (...numbers: readonly number[]) => numbers.map((number) => `cds-hooks_2.0@${number}`);

/** Rows of the hook library by their number. */
export const library = (...numbers: readonly number[]) =>
  numbers.map((number) => `cds-hooks-library_1.0.1@${number}`);
