import type { JSONWebKeySet, JWK } from 'jose';
import type { Precision } from '../core/model/manifest.ts';

export type ClientAlgorithm = 'ES384' | 'RS384';

/** A CDS client (an EHR) that may call this tenant's hooks. One `issuer` (with `tenantClaim`) names one tenant. */
export interface CdsClient {
  readonly issuer: string;
  /** Value of the JWT's `tenant` claim, for vendors that sign for many customers under one issuer. */
  readonly tenantClaim: string | undefined;
  /** The only `jku` that is accepted from this issuer; keys are fetched from it. */
  readonly jwksUrl: string | undefined;
  /** Keys agreed out of band; used when there is no `jku`, or when it cannot be reached. */
  readonly jwks: JSONWebKeySet | undefined;
  readonly algorithms: readonly ClientAlgorithm[];
  /** Accepted as `aud` in place of the URL called. */
  readonly audienceOverride: string | undefined;
  /** When set, the JWT's `sub` must be one of these. */
  readonly subjectsAllowed: readonly string[] | undefined;
  /** Whether responses to this client may hold `systemActions`. */
  readonly systemActions: boolean;
}

/** Another system that may read population questions with a token of our own (SMART Backend Services, we are the server). */
export interface PopulationClient {
  readonly clientId: string;
  readonly jwksUrl: string | undefined;
  readonly jwks: JSONWebKeySet | undefined;
  readonly algorithms: readonly ClientAlgorithm[];
  /** The most that it is ever granted. */
  readonly scopes: readonly string[];
}

/** SMART Backend Services credentials, for work that outlives a hook call. */
export interface BackendServices {
  readonly clientId: string;
  readonly tokenUrl: string;
  readonly scopes: readonly string[];
  readonly privateKey: JWK;
  readonly algorithm: ClientAlgorithm;
  /** Published beside the signing key: the next one before it signs, the last one until its assertions have ended. */
  readonly otherPublicKeys?: readonly JWK[] | undefined;
}

export type ImagingAuthorization =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  /** The tenant's Backend Services token is sent to the imaging base too. */
  | { readonly kind: 'backend-services' };

/** PEM texts of a mutual TLS connection; the authority replaces the system's own (a hospital's). */
export interface ImagingTls {
  readonly certificatePem?: string;
  readonly privateKeyPem?: string;
  readonly privateKeyPassphrase?: string;
  readonly certificateAuthorityPem?: string;
}

/** How new films are noticed: Orthanc's change feed at Orthanc's own root, or a QIDO-RS sweep over the last days. */
export type ArrivalSource =
  { readonly kind: 'sweep'; readonly daysBack: number } | { readonly kind: 'orthanc'; readonly url: string };

/** Where films are. `fhirBaseUrl` is for EHRs that keep ImagingStudy elsewhere, or nowhere. */
export interface ImagingSource {
  readonly dicomWebUrl: string;
  /** Further archives, with the same credentials, that the Endpoint of an ImagingStudy may name. */
  readonly otherDicomWebUrls?: readonly string[] | undefined;
  readonly fhirBaseUrl: string | undefined;
  readonly authorization: ImagingAuthorization;
  readonly tls?: ImagingTls | undefined;
  /** Undefined: a sweep over the last 7 days. */
  readonly arrivals?: ArrivalSource | undefined;
  /** DICOM IssuerOfPatientID -> FHIR identifier system; undefined or empty: one issuer, not compared. */
  readonly issuerSystems?: Readonly<Record<string, string>> | undefined;
}

/** "research" alone may export de-identified patients. */
export type StaffRole = 'clinician' | 'population' | 'operator' | 'clinical-lead' | 'research';

/** OpenID Connect sign-in of staff to the population page and the admin API. */
export interface StaffSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** ID token claim that holds the role or roles. */
  readonly roleClaim: string;
  /** Claim value -> role; a value that is not listed gives no access. */
  readonly roles: Readonly<Record<string, StaffRole>>;
}

/** Resource types that findings are written back as, in the order of preference. */
export type WriteBackType = 'RiskAssessment' | 'Observation' | 'DocumentReference' | 'Communication' | 'Flag';

export interface WriteBackSettings {
  readonly enabled: boolean;
  /** Tried in this order, as far as the server's capabilities and the granted scopes allow. */
  readonly types: readonly WriteBackType[];
  /** Whether follow-up Tasks are written. */
  readonly tasks: boolean;
  /** Whether audit lines are written to the EHR as AuditEvents too; absent: to the store and the file alone. */
  readonly auditEvents?: boolean;
  /** Whether nothing is sent that does not fit our profiles (`docs/profiles.md`); absent: sent unchecked. */
  readonly validateOutgoing?: boolean;
}

/** Notifications that the EHR may send us; hints, never the truth. */
export interface NotificationSettings {
  /** Sent by the EHR as a bearer token with each notification. */
  readonly secret: string;
  /** What its Subscriptions are about: R4 searches ("ImagingStudy?") or topics of the R5 backport. */
  readonly criteria: readonly string[];
}

/** Who owns follow-up when no primary care physician does, and how many more DXA a week can be had there. */
export interface BoneHealthPool {
  readonly name: string;
  /** Reference of the Organization, CareTeam or PractitionerRole in the EHR. */
  readonly reference: string | undefined;
  readonly dxaPerWeek: number;
}

/**
 * silent: assesses and records, shows nothing. research: shows to the listed users under an ethics reference.
 * live: shows to the configured roles; needs validation and two sign-offs, which the store holds.
 */
export type TenantMode = 'silent' | 'research' | 'live';

export interface ResearchPermission {
  readonly ethicsReference: string;
  /** ISO date; after it the tenant is silent again. */
  readonly expiresOn: string;
  /** userIds ("Practitioner/123") that may see cards. */
  readonly users: readonly string[];
}

/** A second model set that reads beside the tenant's own, in silence, until it is promoted. */
export interface ChallengerModels {
  readonly modelsFolder: string;
  readonly precision: Precision;
}

/** One EHR that this process serves, and everything that differs between EHRs. Checked and frozen by the configuration. */
export interface Tenant {
  readonly id: string;
  readonly fhirBaseUrl: string;
  /** `fhirServer` values accepted in a hook: the base and its aliases. A token is sent to no other server. */
  readonly fhirServersAllowed: readonly string[];
  readonly imaging: ImagingSource | undefined;
  readonly cdsClients: readonly CdsClient[];
  /** Hooks without a client JWT: only the sandbox on a loopback address. */
  readonly openMode: boolean;
  readonly backend: BackendServices | undefined;
  readonly mode: TenantMode;
  readonly research: ResearchPermission | undefined;
  /** Regulatory status of the device in the tenant's jurisdiction, in words; required for live. */
  readonly regulatoryStatus: string | undefined;
  /** Simulated patients only. Set by the sandbox starter, never by a configuration file. */
  readonly sandbox: boolean;
  readonly hookDeadlineMs: number;
  /** Arithmetic of the networks that read this tenant's films; int8 only where a package has it. */
  readonly precision: Precision;
  /** Absent: no second model set. */
  readonly challenger?: ChallengerModels | undefined;
  /** Overrides of the decision policy by name; checked against the policy when the service starts. */
  readonly policy: Readonly<Record<string, unknown>>;
  /** PractitionerRole codes that get cards; empty: every Practitioner and PractitionerRole. */
  readonly cardRoles: readonly string[];
  readonly pool: BoneHealthPool | undefined;
  readonly corsOrigins: readonly string[];
  readonly appLaunchUrl: string | undefined;
  /** Client id of the app at the tenant's authorization server; absent: "trabecula-app". */
  readonly appClientId?: string | undefined;
  /** Address of a patient's chart for people, with `{patientId}`; absent: staff see ids that lead nowhere. */
  readonly chartUrl?: string | undefined;
  readonly staffSignIn: StaffSignIn | undefined;
  /** Text file of patient ids, one a line, that are never assessed. */
  readonly optOutListFile: string | undefined;
  /** JSON file with the tenant's rules for view and laterality by series description. */
  readonly viewRulesFile: string | undefined;
  readonly writeBack: WriteBackSettings;
  /** Absent: no notifications are accepted but those of CDS clients, and none are asked for. */
  readonly notifications?: NotificationSettings | undefined;
  /** Secret of the pseudonyms and date shifts of research exports; absent: none are made. */
  readonly researchKey?: string | undefined;
  /** Systems that may read population questions; absent: none. */
  readonly populationClients?: readonly PopulationClient[] | undefined;
}
