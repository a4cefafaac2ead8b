import type { Resource } from '@medplum/fhirtypes';
import type { DraftOrder } from '../core/decision/request.ts';
import { kindOf } from './normalise/dxa-kind.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import { referenceTo } from './recorded-day.ts';

/**
 * The drafts of order-select and order-sign as the decision sees them. `selections` are "Type/id" of the drafts that the
 * user chose just now; undefined (order-sign): all of them. A draft without an id cannot be pointed at and is left out.
 */
export function draftOrdersFrom(
  drafts: readonly Resource[],
  selections: readonly string[] | undefined,
  localCodes: readonly LocalCode[],
): DraftOrder[] {
  return drafts.flatMap((draft) => {
    if (draft.id === undefined) return [];
    const reference = referenceTo(draft);
    const selected = selections === undefined || selections.includes(reference);
    const orders =
      draft.resourceType === 'ServiceRequest' && draft.doNotPerform !== true
        ? kindOf([draft.code], localCodes)
        : 'other';
    return [{ reference, orders, selected }];
  });
}
