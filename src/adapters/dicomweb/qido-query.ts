import { isoDateOf, numberOf, textOf, textsOf, type DicomJson } from '../../core/film/dicom-attributes.ts';
import { isDicomUid } from '../../core/film/dicom-uid.ts';
import { TrabeculaError } from '../../errors.ts';
import type { ArchivedStudy, StudyQuery } from '../../flow/ports/image-archive.ts';

type SearchParameters = readonly (readonly [string, string])[];

/** Plain radiographs: the modalities that a sweep asks for (PS3.3 C.7.3.1.1.1). */
const RADIOGRAPH_MODALITIES = ['CR', 'DX'] as const;

/** StudyDescription, IssuerOfPatientID, NumberOfStudyRelatedInstances: not returned unless asked for (PS3.18 table 10.6.3-3). */
const INCLUDED: SearchParameters = ['00081030', '00100021', '00201208'].map(
  (tag) => ['includefield', tag] as const,
);

/**
 * The searches that answer a query; their results are joined. A value with a wildcard or a separator would find other
 * people's studies, so it is refused (TrabeculaError "bad-request").
 */
export function qidoSearches(query: StudyQuery): readonly SearchParameters[] {
  switch (query.by) {
    case 'study-uid':
      if (!isDicomUid(query.studyInstanceUid)) throw notAllowed('study instance UID');
      return [[['StudyInstanceUID', query.studyInstanceUid], ...INCLUDED]];
    case 'accession':
      return [[['AccessionNumber', exact(query.accessionNumber, 'accession number')], ...INCLUDED]];
    case 'patient':
      return [[['PatientID', exact(query.patientId, 'patient identifier')], ...INCLUDED]];
    case 'changed-since': {
      const { studyDateFrom, studyDateTo = '' } = query;
      if (!/^\d{8}-(\d{8})?$/.test(`${studyDateFrom}-${studyDateTo}`)) throw notAllowed('date (YYYYMMDD)');
      const dates = ['StudyDate', `${studyDateFrom}-${studyDateTo}`] as const;
      return RADIOGRAPH_MODALITIES.map((modality) => [dates, ['ModalitiesInStudy', modality], ...INCLUDED]);
    }
  }
}

/**
 * Whether a study is what was asked for: archives match patient identifiers case-insensitively, by prefix, or ignore
 * a key that they do not know, and a wrong match is another person's film.
 */
export function answersQuery(query: StudyQuery, study: ArchivedStudy, issuer: string | undefined): boolean {
  switch (query.by) {
    case 'study-uid':
      return study.studyInstanceUid === query.studyInstanceUid;
    case 'accession':
      return study.accessionNumber === query.accessionNumber.trim();
    case 'patient':
      return (
        study.patientId === query.patientId.trim() &&
        (query.issuer === undefined || issuer === undefined || query.issuer === issuer)
      );
    case 'changed-since':
      return study.studyDate === undefined || isWithin(study.studyDate.replaceAll('-', ''), query);
  }
}

/** Dates as YYYYMMDD, both ends included. */
export const isWithin = (
  date: string,
  { studyDateFrom, studyDateTo }: { readonly studyDateFrom: string; readonly studyDateTo?: string },
): boolean => date >= studyDateFrom && (studyDateTo === undefined || date <= studyDateTo);

/** A study as a QIDO-RS answer describes it; undefined when it has no valid UID. `studyDate` is an ISO date. */
export function archivedStudyOf(attributes: DicomJson): ArchivedStudy | undefined {
  const studyInstanceUid = textOf(attributes, '0020000D');
  if (!isDicomUid(studyInstanceUid)) return undefined;
  return {
    studyInstanceUid,
    patientId: textOf(attributes, '00100020'),
    studyDate: isoDateOf(attributes, '00080020'),
    accessionNumber: textOf(attributes, '00080050'),
    description: textOf(attributes, '00081030'),
    modalities: textsOf(attributes, '00080061'),
    instanceCount: numberOf(attributes, '00201208'),
  };
}

function exact(value: string, what: string): string {
  const trimmed = value.trim();
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (trimmed === '' || trimmed.length > 64 || /[*?\\,\x00-\x1f]/.test(trimmed)) throw notAllowed(what);
  return trimmed;
}

const notAllowed = (what: string) =>
  new TrabeculaError(
    'bad-request',
    `The ${what} cannot be searched for: it is empty, too long or holds a wildcard.`,
  );
