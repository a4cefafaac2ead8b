import type { Consent } from '@medplum/fhirtypes';
import { TrabeculaError } from '../errors.ts';
import { aiConsentOf, aiConsentsOf, consentingPatientId } from '../fhir/ai-consent.ts';
import type { FhirReader } from './ports/fhir.ts';
import type { ConsentImports, ImportedConsent, OptOuts } from './ports/opt-outs.ts';
import type { PopulationBatch } from './ports/population-feed.ts';

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

/** What the Consents of an import say, and those that it says were deleted. */
export async function learnImportedConsents(
  tenantId: string,
  { resources, deleted }: Pick<PopulationBatch, 'resources' | 'deleted'>,
  optOuts: ConsentImports,
  now: Date,
): Promise<void> {
  const told = resources
    .filter((one) => one.resourceType === 'Consent')
    .flatMap((one) => importedOf(one, now));
  const gone = deleted.flatMap((reference): ImportedConsent[] => {
    const consentId = /^Consent\/(.+)$/.exec(reference)?.[1];
    return consentId === undefined ? [] : [{ consentId, says: undefined, asOf: now }];
  });
  if (told.length + gone.length > 0) await optOuts.learnImported(tenantId, [...told, ...gone]);
}

function importedOf(resource: Consent, now: Date): ImportedConsent[] {
  const patientId = consentingPatientId(resource);
  if (resource.id === undefined || patientId === undefined) return [];
  const consent = aiConsentOf(resource);
  const changedAt = Date.parse(resource.meta?.lastUpdated ?? '');
  return [
    {
      consentId: resource.id,
      says: consent && { patientId, consent },
      asOf: Number.isNaN(changedAt) ? now : new Date(changedAt),
    },
  ];
}
