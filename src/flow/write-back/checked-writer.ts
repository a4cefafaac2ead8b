import type { BundleEntry } from '@medplum/fhirtypes';
import { TrabeculaError } from '../../errors.ts';
import type { FhirWriter } from '../ports/fhir.ts';
import type { OutgoingCheck } from '../ports/outgoing-check.ts';

/** Statuses that take back what stands in the record. */
const TAKEN_BACK = new Set(['entered-in-error', 'cancelled', 'superseded', 'inactive']);

/** Enough to see what is wrong; the outbox keeps a short text. */
const MOST_PROBLEMS = 5;

/**
 * An update that takes a result back is the record's own copy with another status. It is sent however the record has kept it:
 * a wrong result that goes on counting does more harm than a resource that does not fit.
 */
const takesBack = ({ request, resource }: BundleEntry): boolean =>
  request?.method === 'PUT' && TAKEN_BACK.has((resource as { status?: string } | undefined)?.status ?? '');

/**
 * A writer that sends only what fits our profiles. Its `transaction` throws TrabeculaError "invalid-output", and sends
 * nothing, when one resource does not; the message names elements and rules, never values.
 */
export function checkedWriter(writer: FhirWriter, check: OutgoingCheck): FhirWriter {
  return {
    canCreate: (resourceType) => writer.canCreate(resourceType),
    transaction: async (bundle) => {
      const problems = (bundle.entry ?? []).flatMap((entry) =>
        entry.resource === undefined || takesBack(entry) ? [] : check.problemsOf(entry.resource),
      );
      if (problems.length > 0)
        throw new TrabeculaError(
          'invalid-output',
          `not sent, because it does not fit our profiles: ${problems.slice(0, MOST_PROBLEMS).join('; ')}`,
        );
      return writer.transaction(bundle);
    },
  };
}
