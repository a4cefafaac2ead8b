import { z } from 'zod';
import { policyOverrides } from '../core/decision/policy-overrides.ts';
import { TrabeculaError } from '../errors.ts';
import { browserOrigin, chartUrl, isoDate, nonEmpty, positiveInteger, secureUrl } from './setting-schema.ts';

/** RFC 7517 public keys; a private part in the file is refused, because it does not belong there. */
const publicKeySet = z.object({
  keys: z
    .array(
      z
        .looseObject({ kty: z.enum(['EC', 'RSA']), kid: nonEmpty })
        .refine((key) => !('d' in key), 'must be a public key (it has the private member "d")'),
    )
    .min(1, 'must hold at least one key'),
});

const algorithms = z
  .array(z.enum(['ES384', 'RS384']))
  .min(1)
  .default(['ES384', 'RS384']);

const cdsClient = z
  .strictObject({
    issuer: nonEmpty,
    tenantClaim: nonEmpty.optional(),
    jwksUrl: secureUrl.optional(),
    jwks: publicKeySet.optional(),
    algorithms,
    audienceOverride: nonEmpty.optional(),
    subjectsAllowed: z.array(nonEmpty).min(1).optional(),
    systemActions: z.boolean().default(false),
  })
  .refine((client) => client.jwksUrl !== undefined || client.jwks !== undefined, {
    message: 'needs keys: set jwksUrl, or jwks with keys agreed out of band',
  });

const populationClient = z
  .strictObject({
    clientId: nonEmpty,
    jwksUrl: secureUrl.optional(),
    jwks: publicKeySet.optional(),
    algorithms,
    scopes: z.array(z.enum(['system/MeasureReport.rs', 'system/Group.rs', 'system/Task.rs'])).min(1),
  })
  .refine((client) => client.jwksUrl !== undefined || client.jwks !== undefined, {
    message: 'needs keys: set jwksUrl, or jwks with keys agreed out of band',
  });

const imaging = z.strictObject({
  dicomWebUrl: secureUrl,
  otherDicomWebUrls: z.array(secureUrl).max(20).optional(),
  fhirBaseUrl: secureUrl.optional(),
  authorization: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('basic'), username: nonEmpty, passwordFile: nonEmpty }),
      z.strictObject({ kind: z.literal('bearer'), tokenFile: nonEmpty }),
      z.strictObject({ kind: z.literal('backend-services') }),
    ])
    .default({ kind: 'none' }),
  tls: z
    .strictObject({
      certificateFile: nonEmpty.optional(),
      privateKeyFile: nonEmpty.optional(),
      privateKeyPassphraseFile: nonEmpty.optional(),
      authorityFile: nonEmpty.optional(),
    })
    .refine((tls) => (tls.certificateFile === undefined) === (tls.privateKeyFile === undefined), {
      path: ['privateKeyFile'],
      message: 'certificateFile and privateKeyFile go together',
    })
    .optional(),
  arrivals: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('sweep'), daysBack: positiveInteger(60).default(7) }),
      z.strictObject({ kind: z.literal('orthanc'), url: secureUrl }),
    ])
    .optional(),
  issuerSystems: z.record(nonEmpty, nonEmpty).optional(),
});

const backend = z.strictObject({
  clientId: nonEmpty,
  tokenUrl: secureUrl,
  scopes: z.array(nonEmpty).min(1),
  /** File with one private key as JWK (EC P-384 or RSA), beside the configuration file. */
  privateKeyFile: nonEmpty,
  /** JWKS file with keys that are published too: the next key before it signs, the last one for a while after. */
  otherKeysFile: nonEmpty.optional(),
  algorithm: z.enum(['ES384', 'RS384']).default('ES384'),
});

const staffSignIn = z.strictObject({
  issuer: secureUrl,
  clientId: nonEmpty,
  clientSecretFile: nonEmpty.optional(),
  roleClaim: nonEmpty.default('roles'),
  roles: z.record(nonEmpty, z.enum(['clinician', 'population', 'operator', 'clinical-lead', 'research'])),
});

const research = z.strictObject({
  ethicsReference: nonEmpty,
  expiresOn: isoDate,
  users: z.array(z.string().regex(/^Practitioner(Role)?\/[A-Za-z0-9.-]{1,64}$/)).min(1),
});

/** A secret of fewer characters could be guessed. */
export const SHORTEST_SECRET = 32;

const notifications = z.strictObject({
  secretFile: nonEmpty,
  criteria: z.array(nonEmpty).min(1).max(20).default(['ImagingStudy?', 'Patient?']),
});

const writeBackTypes = [
  'RiskAssessment',
  'Observation',
  'DocumentReference',
  'Communication',
  'Flag',
] as const;

/** Overrides of the decision policy: a misspelt or impossible one stops the start, not the first patient. */
const decisionPolicy = z.record(z.string(), z.unknown()).superRefine((overrides, context) => {
  try {
    policyOverrides(overrides);
  } catch (error) {
    if (!(error instanceof TrabeculaError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});

/** One tenant as the file holds it. The sandbox flag and the open mode are not settings: no file can switch them on. */
export const tenantSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens'),
    fhirBaseUrl: secureUrl,
    fhirServerAliases: z.array(secureUrl).default([]),
    imaging: imaging.optional(),
    cdsClients: z.array(cdsClient).min(1, 'must hold at least one CDS client'),
    backend: backend.optional(),
    mode: z.enum(['silent', 'research', 'live']).default('silent'),
    research: research.optional(),
    regulatoryStatus: nonEmpty.optional(),
    hookDeadlineMs: positiveInteger(5_000).default(400),
    precision: z.enum(['fp32', 'int8']).default('fp32'),
    /** Second model set that reads beside the tenant's own in silence; folder beside the configuration file. */
    challenger: z
      .strictObject({ modelsFolder: nonEmpty, precision: z.enum(['fp32', 'int8']).default('fp32') })
      .optional(),
    policy: decisionPolicy.default({}),
    cardRoles: z.array(nonEmpty).default([]),
    pool: z
      .strictObject({ name: nonEmpty, reference: nonEmpty.optional(), dxaPerWeek: positiveInteger(10_000) })
      .optional(),
    corsOrigins: z.array(browserOrigin).default([]),
    appLaunchUrl: secureUrl.optional(),
    appClientId: nonEmpty.optional(),
    chartUrl: chartUrl.optional(),
    staffSignIn: staffSignIn.optional(),
    populationClients: z
      .array(populationClient)
      .min(1)
      .refine(
        (clients) => new Set(clients.map(({ clientId }) => clientId)).size === clients.length,
        'two clients have one clientId',
      )
      .optional(),
    optOutListFile: nonEmpty.optional(),
    viewRulesFile: nonEmpty.optional(),
    notifications: notifications.optional(),
    /** File with at least 32 secret characters, beside the configuration file. Losing it ends every series of exports. */
    researchKeyFile: nonEmpty.optional(),
    writeBack: z
      .strictObject({
        enabled: z.boolean().default(true),
        types: z.array(z.enum(writeBackTypes)).default([...writeBackTypes]),
        tasks: z.boolean().default(true),
        auditEvents: z.boolean().default(false),
        validateOutgoing: z.boolean().default(false),
      })
      .prefault({}),
  })
  .refine((tenant) => tenant.mode !== 'research' || tenant.research !== undefined, {
    path: ['research'],
    message: 'mode "research" needs the ethics reference, its expiry and the users who may see cards',
  })
  .refine((tenant) => tenant.mode !== 'live' || tenant.regulatoryStatus !== undefined, {
    path: ['regulatoryStatus'],
    message: 'mode "live" needs the regulatory status in the jurisdiction of the tenant',
  })
  .refine((tenant) => tenant.mode === 'silent' || tenant.pool !== undefined, {
    path: ['pool'],
    message: 'leaving silent mode needs a named pool and the DXA it can take a week',
  })
  .refine(
    (tenant) => tenant.imaging?.authorization.kind !== 'backend-services' || tenant.backend !== undefined,
    { path: ['backend'], message: 'imaging.authorization "backend-services" needs backend credentials' },
  );

export type TenantSettings = z.infer<typeof tenantSchema>;
