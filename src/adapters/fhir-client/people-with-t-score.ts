import type { Observation } from '@medplum/fhirtypes';
import { HIP_T_SCORE, LUMBAR_T_SCORE } from '../../fhir/terminology/bone-density.ts';
import type { FhirHttp } from './fhir-http.ts';
import { searchPages } from './fhir-reader.ts';

const PAGE = '500';

/**
 * Ids of the patients who have a DXA T-score of spine or hip in the record, page by page; a patient comes once for each
 * observation. Needs a scope over all patients. Throws TrabeculaError "upstream-unavailable" or "upstream-refused".
 */
export async function* peopleWithTScore(http: FhirHttp, signal: AbortSignal): AsyncGenerator<string> {
  const code = [...LUMBAR_T_SCORE.codes, ...HIP_T_SCORE.codes]
    .map((entry) => `${entry.system}|${entry.code}`)
    .join(',');
  const parameters = { code, _elements: 'subject', _count: PAGE };
  for await (const page of searchPages(http, 'Observation', parameters)) {
    signal.throwIfAborted();
    for (const { subject } of page as readonly Observation[]) {
      const id = /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(subject?.reference ?? '')?.[1];
      if (id !== undefined) yield id;
    }
  }
}
