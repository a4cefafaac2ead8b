import type { StudyDescription } from '../core/study/study-description.ts';
import { accessionNumberOf } from './imaging-study.ts';
import { asList, calendarDateOf, codesOfConcept, isRecord, referenceOf, stringOf } from './loose-json.ts';

/**
 * The study of a radiology DiagnosticReport or ServiceRequest, for charts that keep no ImagingStudy: it is known by its
 * accession number alone. Undefined when it has none.
 */
export function studyOfRadiologyReport(resource: unknown): StudyDescription | undefined {
  if (!isRecord(resource)) return undefined;
  if (!['DiagnosticReport', 'ServiceRequest'].includes(stringOf(resource['resourceType']) ?? ''))
    return undefined;
  const accessionNumber = accessionNumberOf(asList(resource['identifier']));
  if (accessionNumber === undefined) return undefined;
  const status = stringOf(resource['status']);
  const date =
    calendarDateOf(resource['effectiveDateTime']) ?? calendarDateOf(resource['occurrenceDateTime']);
  return {
    studyInstanceUid: undefined,
    accessionNumber,
    reference: referenceOf(resource),
    state:
      status === 'cancelled' || status === 'entered-in-error' || status === 'revoked'
        ? 'withdrawn'
        : 'in-use',
    startedOn: date,
    modalities: [],
    procedures: codesOfConcept(resource['code']),
    bodySites: asList(resource['bodySite']).flatMap(codesOfConcept),
    descriptions: asList(resource['code']).flatMap((code) => {
      const displays = asList(code['coding']).map((coding) => stringOf(coding['display']));
      return [stringOf(code['text']), ...displays].filter((text) => text !== undefined);
    }),
    endpoints: [],
    endpointReferences: [],
  };
}
