import { exportJWK, generateKeyPair } from 'jose';
import type { Tenant } from '../../src/flow/tenant.ts';
import type { SigningClient } from '../../test/fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../../test/fakes/tenant.ts';

/** The sandbox's tenant settings around this hospital: only there may a model of simulated training speak. */
export async function hospitalTenant(
  origin: string,
  ehr: Pick<SigningClient, 'issuer' | 'jwks'>,
): Promise<Tenant> {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  return tenantOf({
    id: 'soak',
    fhirBaseUrl: `${origin}/fhir`,
    fhirServersAllowed: [`${origin}/fhir`],
    imaging: { dicomWebUrl: `${origin}/dicom-web`, fhirBaseUrl: undefined, authorization: { kind: 'none' } },
    cdsClients: [cdsClientOf({ issuer: ehr.issuer, jwks: ehr.jwks })],
    backend: {
      clientId: 'soak',
      tokenUrl: `${origin}/token`,
      scopes: ['system/*.rs'],
      privateKey: await exportJWK(privateKey),
      algorithm: 'ES384',
    },
    mode: 'research',
    research: {
      ethicsReference: 'soak: simulated patients only',
      expiresOn: '2999-12-31',
      users: Array.from({ length: 200 }, (_, user) => `Practitioner/${user}`),
    },
    sandbox: true,
    pool: { name: 'Soak clinic', reference: undefined, dxaPerWeek: 10 },
  });
}
