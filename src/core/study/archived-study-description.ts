import type { StudyDescription } from './study-description.ts';

/** A study as an archive lists it (QIDO-RS), for charts that keep no ImagingStudy. */
export function descriptionOfArchivedStudy(archived: {
  readonly studyInstanceUid: string;
  readonly accessionNumber: string | undefined;
  readonly studyDate: string | undefined;
  readonly description: string | undefined;
  readonly modalities: readonly string[];
}): StudyDescription {
  return {
    studyInstanceUid: archived.studyInstanceUid,
    accessionNumber: archived.accessionNumber,
    reference: undefined,
    state: 'in-use',
    startedOn: archived.studyDate,
    modalities: archived.modalities,
    procedures: [],
    bodySites: [],
    descriptions: archived.description === undefined ? [] : [archived.description],
    endpoints: [],
    endpointReferences: [],
  };
}
