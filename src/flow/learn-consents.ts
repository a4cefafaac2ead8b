import type { Consent } from '@medplum/fhirtypes';
import { TrabeculaError } from '../errors.ts';
import { aiConsentsOf } from '../fhir/ai-consent.ts';
import type { FhirReader } from './ports/fhir.ts';
import type { OptOuts } from './ports/opt-outs.ts';

/**
 * Reads what the chart says of the patient's consent and remembers it. A server that keeps no Consent, or does not let
 * us read it, says nothing: such a site has its list. Throws TrabeculaError "upstream-unavailable" when the chart
 * cannot be reached, so that nothing is assessed unasked.
 */
export async function learnConsents(
  { tenantId, patientId }: { readonly tenantId: string; readonly patientId: string },
  { fhir }: { readonly fhir: FhirReader },
  { optOuts }: { readonly optOuts: OptOuts },
): Promise<void> {
  try {
    const consents = await fhir.search<Consent>('Consent', { patient: patientId });
    await optOuts.learn(tenantId, patientId, aiConsentsOf(consents));
  } catch (error) {
    if (!(error instanceof TrabeculaError) || error.code !== 'upstream-refused') throw error;
  }
}
