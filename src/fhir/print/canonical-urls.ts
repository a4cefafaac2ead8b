/** Our canonical base. ".example" is reserved (RFC 2606): a site that publishes the guide replaces it. */
export const CANONICAL_BASE = 'https://trabecula.example/fhir';

/** URLs of our own profiles, extensions, code systems and identifier systems (fhir-profiles). */
export const OURS = {
  profile: {
    riskAssessment: `${CANONICAL_BASE}/StructureDefinition/film-risk-assessment`,
    observation: `${CANONICAL_BASE}/StructureDefinition/film-observation`,
    report: `${CANONICAL_BASE}/StructureDefinition/film-report`,
    device: `${CANONICAL_BASE}/StructureDefinition/film-model-device`,
    provenance: `${CANONICAL_BASE}/StructureDefinition/film-provenance`,
    task: `${CANONICAL_BASE}/StructureDefinition/follow-up-task`,
    dxaProposal: `${CANONICAL_BASE}/StructureDefinition/dxa-proposal`,
  },
  extension: {
    /** On a RiskAssessment: the earlier one of the same study that it takes the place of. */
    replaces: `${CANONICAL_BASE}/StructureDefinition/replaces`,
  },
  codes: `${CANONICAL_BASE}/CodeSystem/trabecula`,
  /** Reason codes of decisions (`core/decision/reason-codes.ts`). */
  decisionReasons: `${CANONICAL_BASE}/CodeSystem/decision-reason`,
  /** Override reasons that HL7's list does not have. */
  overrideReasons: `${CANONICAL_BASE}/CodeSystem/override-reason`,
  identifier: {
    assessment: `${CANONICAL_BASE}/identifier/assessment-key`,
    task: `${CANONICAL_BASE}/identifier/follow-up-task`,
    modelVersion: `${CANONICAL_BASE}/identifier/model-version`,
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
