/** A code with the system of a FHIR Coding; DICOM schemes are written as their FHIR system. */
export interface StudyCode {
  readonly system: string | undefined;
  readonly code: string;
}

/** Where a study's images can be fetched, as its Endpoint says. */
export interface StudyEndpoint {
  readonly connectionType: 'dicom-wado-rs' | 'dicom-qido-rs' | 'dicom-wado-uri' | 'other';
  readonly address: string;
}

/**
 * An imaging study as a chart (ImagingStudy, DiagnosticReport) or an archive (QIDO-RS) describes it, before its
 * instances are looked at. One of the UID and the accession number is there; what the source does not say is absent.
 */
export interface StudyDescription {
  readonly studyInstanceUid: string | undefined;
  readonly accessionNumber: string | undefined;
  /** "ImagingStudy/123" or "DiagnosticReport/123"; undefined for a study known from the archive alone. */
  readonly reference: string | undefined;
  /** `withdrawn`: cancelled or entered in error. */
  readonly state: 'in-use' | 'withdrawn';
  /** ISO calendar date. */
  readonly startedOn: string | undefined;
  /** DICOM modality codes of the study and its series. */
  readonly modalities: readonly string[];
  readonly procedures: readonly StudyCode[];
  readonly bodySites: readonly StudyCode[];
  /** Free texts that name the examination. */
  readonly descriptions: readonly string[];
  readonly endpoints: readonly StudyEndpoint[];
  /** Endpoint references ("Endpoint/5") that the caller may read to know more addresses. */
  readonly endpointReferences: readonly string[];
}
