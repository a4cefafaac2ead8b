import type { DicomJson } from '../../core/film/dicom-attributes.ts';
import type { FilmIdentity } from '../../core/film/film.ts';

/** How a study is looked for in an archive (QIDO-RS, DICOM PS3.18 section 10.6). */
export type StudyQuery =
  | { readonly by: 'study-uid'; readonly studyInstanceUid: string }
  | { readonly by: 'accession'; readonly accessionNumber: string }
  | { readonly by: 'patient'; readonly patientId: string; readonly issuer: string | undefined }
  | {
      readonly by: 'changed-since';
      readonly studyDateFrom: string;
      readonly studyDateTo?: string; /* YYYYMMDD */
    };

export interface ArchivedStudy {
  readonly studyInstanceUid: string;
  readonly patientId: string | undefined;
  /** ISO calendar date. */
  readonly studyDate: string | undefined;
  readonly accessionNumber: string | undefined;
  readonly description: string | undefined;
  readonly modalities: readonly string[];
  /** Undefined when the archive does not count: then films that arrive late go unnoticed by a sweep. */
  readonly instanceCount: number | undefined;
}

/** One instance as the archive's metadata describe it, in DICOM JSON (PS3.18 annex F), pixels left out. */
export interface ArchivedInstance {
  readonly identity: FilmIdentity;
  readonly sopClassUid: string;
  /** DICOM JSON attributes by tag ("00180015"), as WADO-RS metadata returns them. */
  readonly metadata: DicomJson;
}

/**
 * One tenant's picture archive. Every method takes a signal and throws TrabeculaError "upstream-unavailable" (cannot
 * be reached, retried where safe), "upstream-refused", "too-large" (beyond the limits of the archive's settings) or
 * "bad-request" (a malformed UID, an identifier with a wildcard).
 */
export interface ImageArchive {
  findStudies(query: StudyQuery, signal: AbortSignal): Promise<readonly ArchivedStudy[]>;
  /** Empty when the archive has no such study. */
  listInstances(studyInstanceUid: string, signal: AbortSignal): Promise<readonly ArchivedInstance[]>;
  /** The DICOM file (PS3.10) of one instance, in whatever transfer syntax the archive holds it. */
  fetchInstance(identity: FilmIdentity, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * Another archive of the tenant, by the DICOMweb address that a study's Endpoint names; undefined when the tenant does
   * not allow that address. Left out by a tenant that has this archive alone.
   */
  readonly at?: (address: string) => ImageArchive | undefined;
}
