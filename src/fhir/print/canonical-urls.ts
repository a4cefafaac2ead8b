/** Our canonical base. ".example" is reserved (RFC 2606): a site that publishes the guide replaces it. */
export const CANONICAL_BASE = 'https://trabecula.example/fhir';

/** Of the profiles, value sets and code systems together: a changed rule is a changed version. */
export const PROFILES_VERSION = '0.1.0';

/** URLs of our own profiles, extensions, code systems and identifier systems (fhir-profiles). */
export const OURS = {
  profile: {
    riskAssessment: `${CANONICAL_BASE}/StructureDefinition/film-risk-assessment`,
    observation: `${CANONICAL_BASE}/StructureDefinition/film-observation`,
    report: `${CANONICAL_BASE}/StructureDefinition/film-report`,
    communication: `${CANONICAL_BASE}/StructureDefinition/film-communication`,
    flag: `${CANONICAL_BASE}/StructureDefinition/film-flag`,
    device: `${CANONICAL_BASE}/StructureDefinition/film-model-device`,
    provenance: `${CANONICAL_BASE}/StructureDefinition/film-provenance`,
    undoing: `${CANONICAL_BASE}/StructureDefinition/undoing-provenance`,
    followOn: `${CANONICAL_BASE}/StructureDefinition/follow-on-provenance`,
    task: `${CANONICAL_BASE}/StructureDefinition/follow-up-task`,
    dxaProposal: `${CANONICAL_BASE}/StructureDefinition/dxa-proposal`,
    subscription: `${CANONICAL_BASE}/StructureDefinition/notification-subscription`,
    auditLine: `${CANONICAL_BASE}/StructureDefinition/audit-line`,
  },
  extension: {
    /** On a RiskAssessment: the earlier one of the same study that it takes the place of. */
    replaces: `${CANONICAL_BASE}/StructureDefinition/replaces`,
    /** On a MeasureReport's score: limits of its 95 % confidence interval. */
    interval95: `${CANONICAL_BASE}/StructureDefinition/confidence-interval-95`,
    /** On a part of a ValueSet: where its codes come from and whether they were read there. */
    codeVerification: `${CANONICAL_BASE}/StructureDefinition/code-verification`,
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

/** HL7 Subscriptions R5 Backport (hl7.fhir.uv.subscriptions-backport 1.1.0). */
export const BACKPORT = {
  subscription: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription',
  payloadContent:
    'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content',
} as const;
