import type { StudyDescription } from './study-description.ts';

/**
 * Joins descriptions of the same study (chart, report, archive) by study UID, or by accession number when one of them
 * has no UID. Withdrawn in one source is withdrawn: a chart that cancelled a study is not overruled by an archive that
 * still holds it. Two UIDs under one accession number stay two studies.
 */
export function joinStudies(studies: readonly StudyDescription[]): readonly StudyDescription[] {
  const joined: StudyDescription[] = [];
  const withUidFirst = studies.toSorted(
    (a, b) => Number(a.studyInstanceUid === undefined) - Number(b.studyInstanceUid === undefined),
  );
  for (const study of withUidFirst) {
    const index = joined.findIndex((known) => isSameStudy(known, study));
    const known = joined[index];
    if (known === undefined) joined.push(study);
    else joined[index] = join(known, study);
  }
  return joined;
}

function isSameStudy(a: StudyDescription, b: StudyDescription): boolean {
  if (a.studyInstanceUid !== undefined && b.studyInstanceUid !== undefined) {
    return a.studyInstanceUid === b.studyInstanceUid;
  }
  return a.accessionNumber !== undefined && a.accessionNumber === b.accessionNumber;
}

function join(a: StudyDescription, b: StudyDescription): StudyDescription {
  const isStudy = (reference: string | undefined) => reference?.startsWith('ImagingStudy/') ?? false;
  return {
    studyInstanceUid: a.studyInstanceUid ?? b.studyInstanceUid,
    accessionNumber: a.accessionNumber ?? b.accessionNumber,
    reference: isStudy(b.reference) && !isStudy(a.reference) ? b.reference : (a.reference ?? b.reference),
    state: a.state === 'withdrawn' || b.state === 'withdrawn' ? 'withdrawn' : 'in-use',
    startedOn: a.startedOn ?? b.startedOn,
    modalities: [...new Set([...a.modalities, ...b.modalities])],
    procedures: [...a.procedures, ...b.procedures],
    bodySites: [...a.bodySites, ...b.bodySites],
    descriptions: [...new Set([...a.descriptions, ...b.descriptions])],
    endpoints: [...a.endpoints, ...b.endpoints],
    endpointReferences: [...new Set([...a.endpointReferences, ...b.endpointReferences])],
  };
}
