import type { FhirReader } from './ports/fhir.ts';
import type { ImageArchive } from './ports/image-archive.ts';

/** The chart and the archive, each with a credential that may read this patient. */
export interface PatientSources {
  readonly fhir: FhirReader;
  readonly archive: ImageArchive;
}
