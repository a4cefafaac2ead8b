/** Our canonical base. ".example" is reserved (RFC 2606): a site that publishes the guide replaces it. */
const BASE = 'https://trabecula.example/fhir';

/** URLs of our own profiles, extensions, code systems and identifier systems (fhir-profiles). */
export const OURS = {
  profile: {
    riskAssessment: `${BASE}/StructureDefinition/film-risk-assessment`,
    observation: `${BASE}/StructureDefinition/film-observation`,
    report: `${BASE}/StructureDefinition/film-report`,
    device: `${BASE}/StructureDefinition/film-model-device`,
    provenance: `${BASE}/StructureDefinition/film-provenance`,
    task: `${BASE}/StructureDefinition/follow-up-task`,
    dxaProposal: `${BASE}/StructureDefinition/dxa-proposal`,
  },
  extension: {
    /** On a RiskAssessment: the earlier one of the same study that it takes the place of. */
    replaces: `${BASE}/StructureDefinition/replaces`,
  },
  codes: `${BASE}/CodeSystem/trabecula`,
  identifier: {
    assessment: `${BASE}/identifier/assessment-key`,
    task: `${BASE}/identifier/follow-up-task`,
    modelVersion: `${BASE}/identifier/model-version`,
  },
} as const;

/** HL7 AI Transparency on FHIR (hl7.fhir.uv.aitransparency 1.0.0-ballot), and the HL7 terms that it builds on. */
export const AI_TRANSPARENCY = {
  deviceType: 'http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIdeviceTypeCS',
  kind: 'http://hl7.org/fhir/uv/aitransparency/StructureDefinition/aitransparency.AIKind',
  confidence: 'http://hl7.org/fhir/uv/aitransparency/StructureDefinition/AIconfidence',
  /** Holds AIAST, "Artificial Intelligence asserted". */
  observationValue: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
} as const;

export const HL7 = {
  /** Holds NOPAT: no disclosure to the patient without the attending provider's authorization. */
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  provenanceParticipant: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  flagCategory: 'http://terminology.hl7.org/CodeSystem/flag-category',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  dicomUid: 'urn:dicom:uid',
} as const;
