import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { JSONWebKeySet } from 'jose';
import type { FilmsByPatient } from '../patients/patient-films.ts';
import { practiceResources, simulatedCharts } from '../patients/simulated-charts.ts';
import { addressesOf, type SandboxEhrAddresses } from './addresses.ts';
import { createCdsClient } from './cds/cds-client.ts';
import { ShownCards } from './cds/shown-cards.ts';
import { createSigningKeys } from './cds/signing-keys.ts';
import { ChartRepository } from './fhir/chart-repository.ts';
import { fhirRoutes } from './fhir/fhir-routes.ts';
import { close, listen } from './listening.ts';
import type { FilmProgress } from './pages/page-options.ts';
import { pageRoutes } from './pages/routes.ts';
import { createAuthorizationServer } from './smart/authorization-server.ts';
import { FailureInjection } from './smart/failures.ts';
import { interactionRoutes } from './smart/interactions.ts';
import { Launches } from './smart/launches.ts';
import { registeredClients, SANDBOX_CLIENTS } from './smart/registered-clients.ts';
import { smartConfiguration } from './smart/smart-configuration.ts';

export interface SandboxEhrOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  readonly films: FilmsByPatient;
  /** Base of the CDS service, without `/cds-services`. */
  readonly cdsServiceUrl: string;
  /** Launch page of the SMART app (`launch_url`), and where its authorization comes back to. */
  readonly appLaunchUrl: string;
  readonly appRedirectUrls: readonly string[];
  /** Where the sign-in of staff (population pages, admin) comes back to; may be empty. */
  readonly staffRedirectUrls: readonly string[];
  /** Public keys (ES384 or RS384) with which the service proves itself for Backend Services and introspection. */
  readonly serviceKeys: JSONWebKeySet;
  /** What the service has assessed so far; the pages show it and charts ask again when their film is done. */
  readonly filmProgress: () => Promise<FilmProgress>;
  readonly clock: () => Date;
  readonly accessTokenSeconds?: number;
}

/** What a hook's token allows. */
const HOOK_SCOPE = 'patient/*.rs';

export interface SandboxEhr {
  readonly addresses: SandboxEhrAddresses;
  readonly repository: ChartRepository;
  readonly launches: Launches;
  readonly failures: FailureInjection;
  close(): Promise<void>;
}

/**
 * Starts the sandbox EHR: FHIR R4 server, SMART authorization server, CDS Hooks client and pages on one port, with
 * simulated patients in memory. Throws TrabeculaError "port-in-use".
 */
export async function startSandboxEhr(options: SandboxEhrOptions): Promise<SandboxEhr> {
  const app = express().disable('x-powered-by');
  const server = await listen(createServer(app), options.port, options.host);
  const base = `http://${options.host}:${(server.address() as AddressInfo).port}`;
  const addresses = addressesOf(base);
  const charts = simulatedCharts(options.films, options.clock());
  const repository = new ChartRepository(addresses.fhirBaseUrl);
  for (const resource of [
    ...practiceResources(),
    ...charts.flatMap(({ patient, resources }) => [patient, ...resources]),
  ])
    await repository.createResource(resource);

  const failures = new FailureInjection();
  const launches = new Launches(options.clock);
  const keys = await createSigningKeys();
  const authorization = await createAuthorizationServer({
    issuer: addresses.issuer,
    fhirBaseUrl: addresses.fhirBaseUrl,
    styleUrl: `${base}/smart-style.json`,
    clients: registeredClients(options),
    launches,
    failures,
    accessTokenSeconds: options.accessTokenSeconds ?? 3600,
  });
  const client = createCdsClient({
    serviceUrl: options.cdsServiceUrl,
    issuer: addresses.cdsIssuer,
    jwksUrl: addresses.cdsJwksUrl,
    keys,
    clock: options.clock,
    timeoutMs: 10_000,
  });
  const cards = new ShownCards();

  app.get('/fhir/.well-known/smart-configuration', (_request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.json(smartConfiguration(addresses.issuer));
  });
  app.get('/.well-known/jwks.json', (_request, response) => {
    response.json(keys.publicKeys);
  });
  app.get('/smart-style.json', (_request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.json({
      color_background: '#f4f6f6',
      color_highlight: '#17616a',
      color_text: '#17252a',
      dim_border_radius: '10px',
    });
  });
  app.use('/fhir', fhirRoutes({ repository, ...addresses, accessOf: authorization.accessOf }));
  app.use('/auth', authorization.provider.callback());
  app.use(
    interactionRoutes({
      provider: authorization.provider,
      launches,
      failures,
      patients: charts.map(({ patient }) => patient),
    }),
  );
  app.use(
    pageRoutes({
      repository,
      charts,
      hooks: {
        client,
        repository,
        authorization,
        fhirBaseUrl: addresses.fhirBaseUrl,
        cdsClientId: SANDBOX_CLIENTS.cds,
        hookScope: HOOK_SCOPE,
      },
      answers: { client, repository, cards, clock: options.clock },
      launches,
      fhirBaseUrl: addresses.fhirBaseUrl,
      appLaunchUrl: options.appLaunchUrl,
      filmProgress: options.filmProgress,
      clock: options.clock,
    }),
  );
  return { addresses, repository, launches, failures, close: () => close(server) };
}
