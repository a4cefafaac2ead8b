import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { checkConfig, type Config } from '../config.ts';
import { TrabeculaError } from '../errors.ts';
import type { AssessmentStore } from '../flow/ports/assessment-store.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Tenant } from '../flow/tenant.ts';
import { addressesOf } from '../sandbox/ehr/addresses.ts';
import type { FilmProgress } from '../sandbox/ehr/pages/page-options.ts';
import type { FilmsByPatient } from '../sandbox/patients/patient-films.ts';
import { SANDBOX_CLIENTS } from '../sandbox/ehr/smart/registered-clients.ts';
import { startSandboxEhr } from '../sandbox/ehr/start-sandbox-ehr.ts';
import { pacsRouter } from '../sandbox/pacs/pacs-router.ts';
import { PRACTITIONER_ID } from '../sandbox/patients/chart-builder.ts';
import { readPatientFilms } from '../sandbox/patients/read-patient-films.ts';
import { startService, type RunningService } from './build-service.ts';
import { openLog } from './log.ts';
import { keepSandboxPopulation } from './sandbox-population.ts';
import { productVersion } from './product-version.ts';

export interface SandboxOptions {
  /** Of the service; the EHR and the PACS take the next two. 0: any free ports. */
  readonly port: number;
  readonly dataFolder: string;
  readonly modelsFolder: string | undefined;
  readonly filmsFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

export interface RunningSandbox {
  readonly serviceUrl: string;
  readonly ehrUrl: string;
  readonly pacsUrl: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const tenantId = 'sandbox';

/** The service with an EHR and a PACS of simulated patients around it, in one process, on loopback. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_533) {
    throw new TrabeculaError('bad-configuration', '--port must be a number from 0 to 65533');
  }
  const [port = 0, ehrPort = 0, pacsPort = 0] =
    options.port === 0 ? await freePorts(3) : [options.port, options.port + 1, options.port + 2];
  const films = await readPatientFilms(options.filmsFolder);
  const key = await signingKey();
  const pacs = await startPacs(options.filmsFolder, pacsPort);
  const addresses = addressesOf(`http://${host}:${ehrPort}`);
  const pacsUrl = `http://${host}:${pacsPort}/dicom-web`;
  const config = sandboxConfig(
    options,
    port,
    sandboxTenant({ addresses, pacsUrl, key, serviceUrl: `http://${host}:${port}` }),
  );
  const serviceUrl = `http://${host}:${port}`;
  const started: { service?: RunningService } = {};
  // The EHR first: the service's first round already asks its token server.
  const ehr = await startSandboxEhr({
    port: ehrPort,
    host,
    films,
    cdsServiceUrl: serviceUrl,
    appLaunchUrl: `${serviceUrl}/app/launch.html`,
    appRedirectUrls: [`${serviceUrl}/app/`],
    staffRedirectUrls: [`${serviceUrl}/staff/callback`],
    serviceKeys: publicKeys(key),
    filmProgress: () => filmProgress(films, started.service?.parts.store),
    clock: options.clock,
  }).catch((error: unknown) => {
    pacs.close();
    throw error;
  });
  const service = await startService(config, productVersion(), openLog(config.logLevel), options.clock).catch(
    async (error: unknown) => {
      await ehr.close();
      pacs.close();
      throw error;
    },
  );
  started.service = service;
  const stopPopulation = keepSandboxPopulation(service.parts, tenantId);
  return {
    serviceUrl: service.url,
    ehrUrl: addresses.pages,
    pacsUrl,
    close: async () => {
      await stopPopulation();
      await service.close();
      await ehr.close();
      pacs.closeAllConnections();
      pacs.close();
    },
  };
}

async function filmProgress(
  films: FilmsByPatient,
  store: AssessmentStore | undefined,
): Promise<FilmProgress> {
  const total = [...films.values()].flatMap((patient) => patient.studies).length;
  const perPatient = await Promise.all(
    [...films.keys()].map(async (patientId) => (await store?.currentFor(tenantId, patientId)) ?? []),
  );
  return { total, assessedStudies: perPatient.flat().map(({ studyInstanceUid }) => studyInstanceUid) };
}

function sandboxConfig(options: SandboxOptions, port: number, tenant: Tenant): Config {
  const check = checkConfig({
    ...options.environment,
    TRABECULA_CONFIG: undefined,
    TRABECULA_HOST: host,
    TRABECULA_PORT: String(port),
    TRABECULA_DATA_FOLDER: options.dataFolder,
  });
  if (check.kind === 'bad') {
    throw new TrabeculaError(
      'bad-configuration',
      check.problems.map(({ setting, message }) => `${setting}: ${message}`).join('\n'),
    );
  }
  return {
    ...check.config,
    ...(options.modelsFolder === undefined ? {} : { modelsFolder: options.modelsFolder }),
    tenants: [tenant],
  };
}

interface SigningKey {
  readonly privateKey: JWK;
  readonly publicKey: JWK;
}

async function signingKey(): Promise<SigningKey> {
  const pair = await generateKeyPair('ES384', { extractable: true });
  const named = { kid: 'sandbox-service', alg: 'ES384', use: 'sig' };
  return {
    privateKey: { ...(await exportJWK(pair.privateKey)), ...named },
    publicKey: { ...(await exportJWK(pair.publicKey)), ...named },
  };
}

const publicKeys = ({ publicKey }: SigningKey): JSONWebKeySet => ({ keys: [publicKey] });

/** The one tenant whose patients are simulated: the only one where a model of simulated training may speak. */
function sandboxTenant(around: {
  readonly addresses: ReturnType<typeof addressesOf>;
  readonly pacsUrl: string;
  readonly serviceUrl: string;
  readonly key: SigningKey;
}): Tenant {
  const { addresses, pacsUrl, serviceUrl, key } = around;
  return {
    id: tenantId,
    fhirBaseUrl: addresses.fhirBaseUrl,
    fhirServersAllowed: [addresses.fhirBaseUrl],
    imaging: { dicomWebUrl: pacsUrl, fhirBaseUrl: undefined, authorization: { kind: 'none' } },
    cdsClients: [
      {
        issuer: addresses.cdsIssuer,
        tenantClaim: undefined,
        jwksUrl: addresses.cdsJwksUrl,
        jwks: undefined,
        algorithms: ['ES384'],
        audienceOverride: undefined,
        subjectsAllowed: undefined,
        systemActions: false,
      },
    ],
    openMode: false,
    backend: {
      clientId: SANDBOX_CLIENTS.service,
      tokenUrl: addresses.tokenUrl,
      scopes: [
        'system/*.rs',
        'system/RiskAssessment.cu',
        'system/Provenance.c',
        'system/Task.cu',
        'system/Device.cu',
      ],
      privateKey: key.privateKey,
      algorithm: 'ES384',
      otherPublicKeys: undefined,
    },
    mode: 'research',
    research: {
      ethicsReference: 'sandbox: simulated patients only',
      expiresOn: '2999-12-31',
      users: [`Practitioner/${PRACTITIONER_ID}`],
    },
    regulatoryStatus: undefined,
    sandbox: true,
    precision: 'fp32',
    hookDeadlineMs: 400,
    // A demonstration is opened again and again; the cap on showings would empty it after the first card.
    policy: { showingsPerUser: 1000, showingsPerPatient: 1000 },
    cardRoles: [],
    pool: { name: 'Sandbox bone health clinic', reference: undefined, dxaPerWeek: 10 },
    corsOrigins: [],
    appLaunchUrl: `${serviceUrl}/app/launch.html`,
    chartUrl: `${addresses.pages}/patients/{patientId}`,
    staffSignIn: {
      issuer: addresses.issuer,
      clientId: SANDBOX_CLIENTS.staff,
      clientSecret: undefined,
      roleClaim: 'roles',
      roles: {
        clinician: 'clinician',
        population: 'population',
        operator: 'operator',
        'clinical-lead': 'clinical-lead',
      },
    },
    optOutListFile: undefined,
    viewRulesFile: undefined,
    writeBack: { enabled: true, types: ['RiskAssessment', 'Observation', 'DocumentReference'], tasks: true },
  };
}

async function startPacs(folder: string, port: number): Promise<Server> {
  const app = express().disable('x-powered-by');
  app.use('/dicom-web', pacsRouter({ folder, onUnreadable: () => undefined }));
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new TrabeculaError('port-in-use', `another program listens on ${host}:${port} (--port)`, {
              cause,
            })
          : cause,
      ),
    );
    server.listen(port, host, resolve);
  });
  return server;
}

/** Ports that the system says are free now. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, host, resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  return ports;
}
