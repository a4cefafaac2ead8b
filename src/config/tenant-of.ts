import type { CdsClient, ImagingAuthorization, ImagingSource, ImagingTls, Tenant } from '../flow/tenant.ts';
import type { SecretFiles } from './secret-files.ts';
import { SHORTEST_SECRET, type TenantSettings } from './tenant-schema.ts';

/** Characters: 32 of base64 are 192 bits, 32 hexadecimal digits 128. */
const shortestResearchKey = 32;

/** A tenant's settings with the files that they name read in. `at` is the tenant's place, for the names of problems. */
export function tenantOf(settings: TenantSettings, at: string, secrets: SecretFiles): Tenant {
  const { backend, staffSignIn, optOutListFile, viewRulesFile, researchKeyFile } = settings;
  return {
    id: settings.id,
    fhirBaseUrl: settings.fhirBaseUrl,
    fhirServersAllowed: [settings.fhirBaseUrl, ...settings.fhirServerAliases],
    imaging: imagingOf(settings, at, secrets),
    cdsClients: settings.cdsClients.map(cdsClientOf),
    openMode: false,
    backend: backend && {
      clientId: backend.clientId,
      tokenUrl: backend.tokenUrl,
      scopes: backend.scopes,
      privateKey: secrets.privateKey(
        `${at}.backend.privateKeyFile`,
        backend.privateKeyFile,
        backend.algorithm,
      ),
      algorithm: backend.algorithm,
      otherPublicKeys:
        backend.otherKeysFile === undefined
          ? undefined
          : secrets.keySet(`${at}.backend.otherKeysFile`, backend.otherKeysFile),
    },
    mode: settings.mode,
    research: settings.research,
    regulatoryStatus: settings.regulatoryStatus,
    sandbox: false,
    hookDeadlineMs: settings.hookDeadlineMs,
    precision: settings.precision,
    challenger: settings.challenger && {
      ...settings.challenger,
      modelsFolder: secrets.existing(`${at}.challenger.modelsFolder`, settings.challenger.modelsFolder),
    },
    policy: settings.policy,
    cardRoles: settings.cardRoles,
    pool: settings.pool && { ...settings.pool, reference: settings.pool.reference },
    corsOrigins: settings.corsOrigins,
    appLaunchUrl: settings.appLaunchUrl,
    appClientId: settings.appClientId,
    chartUrl: settings.chartUrl,
    staffSignIn: staffSignIn && {
      issuer: staffSignIn.issuer,
      clientId: staffSignIn.clientId,
      clientSecret:
        staffSignIn.clientSecretFile === undefined
          ? undefined
          : secrets.text(`${at}.staffSignIn.clientSecretFile`, staffSignIn.clientSecretFile),
      roleClaim: staffSignIn.roleClaim,
      roles: staffSignIn.roles,
    },
    populationClients: settings.populationClients?.map(({ jwksUrl, jwks, ...client }) => ({
      ...client,
      jwksUrl,
      jwks,
    })),
    optOutListFile:
      optOutListFile === undefined ? undefined : secrets.existing(`${at}.optOutListFile`, optOutListFile),
    viewRulesFile:
      viewRulesFile === undefined ? undefined : secrets.existing(`${at}.viewRulesFile`, viewRulesFile),
    notifications: settings.notifications && {
      criteria: settings.notifications.criteria,
      secret: secrets.longText(
        `${at}.notifications.secretFile`,
        settings.notifications.secretFile,
        SHORTEST_SECRET,
      ),
    },
    writeBack: settings.writeBack,
    researchKey:
      researchKeyFile === undefined
        ? undefined
        : secrets.longText(`${at}.researchKeyFile`, researchKeyFile, shortestResearchKey),
  };
}

function cdsClientOf(settings: TenantSettings['cdsClients'][number]): CdsClient {
  return {
    issuer: settings.issuer,
    tenantClaim: settings.tenantClaim,
    jwksUrl: settings.jwksUrl,
    jwks: settings.jwks,
    algorithms: settings.algorithms,
    audienceOverride: settings.audienceOverride,
    subjectsAllowed: settings.subjectsAllowed,
    systemActions: settings.systemActions,
  };
}

function imagingOf(settings: TenantSettings, at: string, secrets: SecretFiles): ImagingSource | undefined {
  if (settings.imaging === undefined) return undefined;
  const { dicomWebUrl, otherDicomWebUrls, fhirBaseUrl, authorization, arrivals, issuerSystems } =
    settings.imaging;
  return {
    dicomWebUrl,
    otherDicomWebUrls,
    fhirBaseUrl,
    authorization: imagingAuthorizationOf(authorization, `${at}.imaging.authorization`, secrets),
    tls: imagingTlsOf(settings.imaging.tls, `${at}.imaging.tls`, secrets),
    arrivals,
    issuerSystems,
  };
}

type ImagingSettings = NonNullable<TenantSettings['imaging']>;

function imagingAuthorizationOf(
  authorization: ImagingSettings['authorization'],
  name: string,
  secrets: SecretFiles,
): ImagingAuthorization {
  switch (authorization.kind) {
    case 'none':
    case 'backend-services':
      return authorization;
    case 'basic': {
      const password = secrets.text(`${name}.passwordFile`, authorization.passwordFile);
      return { kind: 'basic', username: authorization.username, password };
    }
    case 'bearer':
      return { kind: 'bearer', token: secrets.text(`${name}.tokenFile`, authorization.tokenFile) };
  }
}

function imagingTlsOf(
  tls: ImagingSettings['tls'],
  name: string,
  secrets: SecretFiles,
): ImagingTls | undefined {
  if (tls === undefined) return undefined;
  const pem = <Key extends keyof ImagingTls>(key: Key, setting: keyof typeof tls) => {
    const path = tls[setting];
    return path === undefined ? {} : { [key]: secrets.text(`${name}.${setting}`, path) };
  };
  return {
    ...pem('certificatePem', 'certificateFile'),
    ...pem('privateKeyPem', 'privateKeyFile'),
    ...pem('privateKeyPassphrase', 'privateKeyPassphraseFile'),
    ...pem('certificateAuthorityPem', 'authorityFile'),
  };
}
