import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { checkConfig, loadConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'trabecula-config-'));

const client = { issuer: 'https://ehr.example.org', jwksUrl: 'https://ehr.example.org/jwks' };
const tenant = { id: 'north', fhirBaseUrl: 'https://ehr.example.org/fhir/', cdsClients: [client] };

let files = 0;
function environmentOf(file: unknown, environment: Record<string, string> = {}) {
  const path = join(folder, `config-${(files += 1)}.json`);
  writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file));
  return { TRABECULA_CONFIG: path, ...environment };
}

function problemsOf(file: unknown, environment: Record<string, string> = {}) {
  const check = checkConfig(environmentOf(file, environment));
  return check.kind === 'bad' ? check.problems.map((problem) => problem.setting) : [];
}

test('no file and no environment is a good configuration: embedded store, loopback, no tenant', () => {
  const config = loadConfig({});
  expect(config.store.kind).toBe('embedded');
  expect(config.server.host).toBe('127.0.0.1');
  expect(config.tenants).toEqual([]);
});

test('a tenant is silent, outside the sandbox and not in open mode unless something else sets it', () => {
  const [only] = loadConfig(environmentOf({ tenants: [tenant] })).tenants;
  expect(only).toMatchObject({
    mode: 'silent',
    sandbox: false,
    openMode: false,
    hookDeadlineMs: 400,
    precision: 'fp32',
    fhirBaseUrl: 'https://ehr.example.org/fhir',
    fhirServersAllowed: ['https://ehr.example.org/fhir'],
  });
  expect(only?.cdsClients[0]).toMatchObject({ algorithms: ['ES384', 'RS384'], systemActions: false });
});

test('the environment wins over the file', () => {
  const environment = { TRABECULA_PORT: '8080', DATABASE_URL: 'postgresql://db/trabecula' };
  const config = loadConfig(environmentOf({ server: { port: 1 }, store: {} }, environment));
  expect(config.server.port).toBe(8080);
  expect(config.store).toEqual({ kind: 'postgresql', databaseUrl: 'postgresql://db/trabecula' });
});

test('the configuration cannot be changed after it is checked', () => {
  const config = loadConfig(environmentOf({ tenants: [tenant] }));
  expect(() => Object.assign(config.tenants[0] ?? {}, { mode: 'live' })).toThrow(TypeError);
});

const wrong: readonly [string, unknown, readonly string[]][] = [
  ['a misspelt setting', { limit: {} }, ['limit']],
  [
    'an arithmetic that no network has',
    { tenants: [{ ...tenant, precision: 'fp16' }] },
    ['tenants[0].precision'],
  ],
  [
    'a misspelt field of the decision policy',
    { tenants: [{ ...tenant, policy: { dxaInterval: 24 } }] },
    ['tenants[0].policy'],
  ],
  ['a port out of range', { server: { port: 70_000 } }, ['server.port']],
  [
    'a public address that is not https',
    { server: { publicUrl: 'http://cds.example.org' } },
    ['server.publicUrl'],
  ],
  [
    'listening beyond loopback without a public address',
    { server: { host: '0.0.0.0' } },
    ['server.publicUrl'],
  ],
  [
    'a FHIR base over plain http',
    { tenants: [{ ...tenant, fhirBaseUrl: 'http://ehr.example.org' }] },
    ['tenants[0].fhirBaseUrl'],
  ],
  [
    'a client without keys',
    { tenants: [{ ...tenant, cdsClients: [{ issuer: 'a' }] }] },
    ['tenants[0].cdsClients[0]'],
  ],
  [
    'a symmetric algorithm',
    { tenants: [{ ...tenant, cdsClients: [{ ...client, algorithms: ['HS256'] }] }] },
    ['tenants[0].cdsClients[0].algorithms[0]'],
  ],
  ['a CORS wildcard', { tenants: [{ ...tenant, corsOrigins: ['*'] }] }, ['tenants[0].corsOrigins[0]']],
  ['the open mode in a file', { tenants: [{ ...tenant, openMode: true }] }, ['tenants[0].openMode']],
  ['the sandbox flag in a file', { tenants: [{ ...tenant, sandbox: true }] }, ['tenants[0].sandbox']],
  [
    'live without a regulatory status and a pool',
    { tenants: [{ ...tenant, mode: 'live' }] },
    ['tenants[0].regulatoryStatus', 'tenants[0].pool'],
  ],
  [
    'research without an ethics reference',
    { tenants: [{ ...tenant, mode: 'research', pool: { name: 'Bone clinic', dxaPerWeek: 10 } }] },
    ['tenants[0].research'],
  ],
  [
    'two tenants of one name, and of one caller',
    { tenants: [tenant, tenant] },
    ['tenants[1].id', 'tenants[1].cdsClients[0].issuer'],
  ],
  [
    'rules for views that differ between tenants of one process',
    {
      tenants: [
        { ...tenant, cdsClients: [{ ...client, tenantClaim: 'north' }] },
        {
          ...tenant,
          id: 'south',
          cdsClients: [{ ...client, tenantClaim: 'south' }],
          viewRulesFile: import.meta.filename,
        },
      ],
    },
    ['tenants[1].viewRulesFile'],
  ],
  [
    'a private key file that is not there',
    {
      tenants: [
        {
          ...tenant,
          backend: {
            clientId: 'x',
            tokenUrl: 'https://ehr.example.org/token',
            scopes: ['system/*.rs'],
            privateKeyFile: 'no-such-key.json',
          },
        },
      ],
    },
    ['tenants[0].backend.privateKeyFile'],
  ],
];

test.each(wrong)('%s is named by its setting', (_name, file, settings) => {
  expect(problemsOf(file)).toEqual(settings);
});

test('a wrong value from the environment is named by its variable', () => {
  expect(problemsOf({}, { TRABECULA_WORKERS: 'many' })).toEqual(['TRABECULA_WORKERS']);
  expect(problemsOf({}, { TRABECULA_LOG_LEVEL: 'loud' })).toEqual(['TRABECULA_LOG_LEVEL']);
});

test('a file that is missing or is not JSON is named', () => {
  expect(() => loadConfig({ TRABECULA_CONFIG: join(folder, 'none.json') })).toThrow(
    'TRABECULA_CONFIG: cannot read',
  );
  expect(problemsOf('{ tenants: ')).toEqual(['TRABECULA_CONFIG']);
});

test('one issuer may sign for two tenants when each has its own tenant claim', () => {
  const north = { ...tenant, cdsClients: [{ ...client, tenantClaim: 'north' }] };
  const south = { ...tenant, id: 'south', cdsClients: [{ ...client, tenantClaim: 'south' }] };
  expect(problemsOf({ tenants: [north, south] })).toEqual([]);
});

test('a private key of the wrong kind for its algorithm is refused', async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  writeFileSync(join(folder, 'p256.json'), JSON.stringify({ ...(await exportJWK(privateKey)), kid: '1' }));
  const backend = {
    clientId: 'x',
    tokenUrl: 'https://ehr.example.org/token',
    scopes: ['system/*.rs'],
    privateKeyFile: 'p256.json',
  };
  expect(problemsOf({ tenants: [{ ...tenant, backend }] })).toEqual(['tenants[0].backend.privateKeyFile']);
});

test('a research key of fewer than 32 characters is refused; a good one is read from its file', () => {
  for (const [characters, problems] of [
    [31, ['tenants[0].researchKeyFile']],
    [32, []],
  ] as const) {
    writeFileSync(join(folder, 'research.key'), `${'k'.repeat(characters)}\n`);
    expect(problemsOf({ tenants: [{ ...tenant, researchKeyFile: 'research.key' }] })).toEqual(problems);
  }
  const config = loadConfig(environmentOf({ tenants: [{ ...tenant, researchKeyFile: 'research.key' }] }));
  expect(config.tenants[0]?.researchKey).toBe('k'.repeat(32));
});

test('no problem ever shows the value of a private member', () => {
  const secret = { kty: 'EC', kid: '1', d: 'very-secret' };
  const check = checkConfig(
    environmentOf({ tenants: [{ ...tenant, cdsClients: [{ issuer: 'a', jwks: { keys: [secret] } }] }] }),
  );
  expect(JSON.stringify(check)).not.toContain('very-secret');
  expect(check.kind).toBe('bad');
});

test('a notification secret that could be guessed is named, and never shown', () => {
  writeFileSync(join(folder, 'short-secret'), 'guessable\n');
  const notifications = { secretFile: 'short-secret' };
  const check = checkConfig(environmentOf({ tenants: [{ ...tenant, notifications }] }));
  expect(check).toMatchObject({
    kind: 'bad',
    problems: [{ setting: 'tenants[0].notifications.secretFile' }],
  });
  expect(JSON.stringify(check)).not.toContain('guessable');
});
