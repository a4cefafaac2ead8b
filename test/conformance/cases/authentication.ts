import { UnsecuredJWT, SignJWT } from 'jose';
import { tenantSchema } from '../../../src/config/tenant-schema.ts';
import { patientViewBody } from '../../cds-hooks/requests.ts';
import { signingClient } from '../../fakes/signing-client.ts';
import { post, SERVICE_PATH } from '../../http/service.ts';
import { spec, type ConformanceCase, type World } from '../case.ts';

async function statusOf({ service }: World, token?: string): Promise<number> {
  return (await post(`${service.url}${SERVICE_PATH}`, patientViewBody, token)).status;
}

const now = () => Math.floor(Date.now() / 1000);

export const authenticationCases: readonly ConformanceCase[] = [
  {
    rows: spec(176, 177),
    claim: 'a call without a signed client JWT is 401',
    check: async (world) => expect(await statusOf(world)).toBe(401),
  },
  {
    rows: spec(195),
    claim: 'issuers and jku addresses outside the allow-list are refused',
    check: async (world) => {
      const url = `${world.service.url}${SERVICE_PATH}`;
      const stranger = await signingClient('https://stranger.example.org');
      expect(await statusOf(world, await stranger.token(url))).toBe(401);
      const header = { jku: 'https://stranger.example.org/jwks' };
      expect(await statusOf(world, await world.ehr.token(url, { header }))).toBe(401);
    },
  },
  {
    rows: spec(199),
    claim: 'without jku, the keys agreed out of band are used',
    check: async (world) => {
      const token = await world.ehr.token(`${world.service.url}${SERVICE_PATH}`);
      expect(await statusOf(world, token)).toBe(200);
    },
  },
  {
    rows: spec(201),
    claim: 'alg none is refused',
    check: async (world) => {
      const aud = `${world.service.url}${SERVICE_PATH}`;
      const token = new UnsecuredJWT({
        iss: world.ehr.issuer,
        aud,
        iat: now(),
        exp: now() + 60,
        jti: 'c-1',
      }).encode();
      expect(await statusOf(world, token)).toBe(401);
    },
  },
  {
    rows: spec(203),
    claim: 'symmetric algorithms are refused',
    check: async (world) => {
      const aud = `${world.service.url}${SERVICE_PATH}`;
      const token = await new SignJWT({ iss: world.ehr.issuer, aud, iat: now(), exp: now() + 60, jti: 'c-2' })
        .setProtectedHeader({ alg: 'HS256', kid: String(world.ehr.jwks.keys[0]?.kid), typ: 'JWT' })
        .sign(new TextEncoder().encode('a shared secret of thirty-two bytes'));
      expect(await statusOf(world, token)).toBe(401);
    },
  },
  {
    rows: spec(200, 205, 207),
    claim: 'ES384 is accepted (RS384 likewise); another algorithm cannot even be configured',
    check: async (world) => {
      const url = `${world.service.url}${SERVICE_PATH}`;
      expect(await statusOf(world, await world.ehr.token(url))).toBe(200);
      const client = { issuer: 'x', jwksUrl: 'https://ehr.example.org/jwks', algorithms: ['ES256'] };
      const tenant = { id: 'north', fhirBaseUrl: 'https://ehr.example.org/fhir', cdsClients: [client] };
      expect(tenantSchema.safeParse(tenant).success).toBe(false);
    },
  },
  {
    rows: spec(208),
    claim: 'a browser preflight is answered by an allow-list',
    check: async ({ service }) => {
      const preflight = (origin: string) =>
        fetch(`${service.url}${SERVICE_PATH}`, {
          method: 'OPTIONS',
          headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
        });
      const allowed = await preflight('https://browser-ehr.example.org');
      expect(allowed.headers.get('access-control-allow-origin')).toBe('https://browser-ehr.example.org');
      const foreign = await preflight('https://evil.example.org');
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    },
  },
];
