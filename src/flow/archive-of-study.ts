import type { Endpoint } from '@medplum/fhirtypes';
import type { StudyDescription } from '../core/study/study-description.ts';
import { studyEndpointOf } from '../fhir/imaging-study.ts';
import type { ImageArchive } from './ports/image-archive.ts';
import type { PatientSources } from './patient-sources.ts';

/**
 * The archive that holds a study: the one that its WADO-RS Endpoint names, if the tenant allows that address, else the
 * tenant's main one. An address from a chart never leads anywhere else.
 */
export async function archiveOfStudy(
  study: StudyDescription,
  { fhir, archive }: PatientSources,
): Promise<ImageArchive> {
  if (archive.at === undefined) return archive;
  const referenced = await Promise.all(
    study.endpointReferences.map(async (reference) => {
      const id = /^Endpoint\/([A-Za-z0-9.-]{1,64})$/.exec(reference)?.[1];
      return id === undefined ? undefined : studyEndpointOf(await fhir.read<Endpoint>('Endpoint', id));
    }),
  );
  const named = [...study.endpoints, ...referenced]
    .filter((endpoint) => endpoint?.connectionType === 'dicom-wado-rs')
    .map((endpoint) => archive.at?.(endpoint?.address ?? ''))
    .find((other) => other !== undefined);
  return named ?? archive;
}
