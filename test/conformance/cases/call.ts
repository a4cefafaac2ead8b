import { parseRequest } from '../../../src/cds-hooks/parse-request.ts';
import { planCompletion } from '../../../src/cds-hooks/prefetch-plan.ts';
import { tenantSchema } from '../../../src/config/tenant-schema.ts';
import { loadConfig } from '../../../src/config.ts';
import { completePrefetch } from '../../../src/flow/complete-prefetch.ts';
import { queries } from '../../cds-hooks/prefetch-queries.ts';
import { orderBody, patientViewBody } from '../../cds-hooks/requests.ts';
import { cdsClientOf, tenantOf } from '../../fakes/tenant.ts';
import { startService } from '../../http/service.ts';
import { spec, type ConformanceCase, type World } from '../case.ts';

const patient = { resourceType: 'Patient', id: 'p1' };
const authorized = {
  ...patientViewBody,
  fhirServer: 'https://ehr.example.org/fhir',
  fhirAuthorization: { access_token: 't', token_type: 'Bearer', scope: 'patient/*.rs' },
};

/** Calls a service whose story completes the prefetch, as the real one does first. */
async function callCompleting({ ehr }: World, body: unknown): Promise<Response> {
  const service = await startService({
    tenants: [tenantOf({ cdsClients: [cdsClientOf({ jwks: ehr.jwks })] })],
    answerHook: async ({ request }) => {
      await completePrefetch(request, queries, undefined);
      return { cards: [] };
    },
  });
  try {
    const url = `${service.url}/cds-services/opportunistic-osteoporosis-screening`;
    return await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await ehr.token(url)}` },
    });
  } finally {
    await service.close();
  }
}

export const callCases: readonly ConformanceCase[] = [
  {
    rows: spec(1),
    claim: 'answers are JSON, and a body that is not is refused',
    check: async ({ call }) => {
      expect((await call(patientViewBody)).headers.get('content-type')).toMatch(/application\/json/);
      expect((await call('{')).status).toBe(400);
    },
  },
  {
    rows: spec(74, 77),
    claim: 'no guidance is 200 with an empty list of cards',
    check: async ({ call }) => {
      const response = await call(patientViewBody);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('{"cards":[]}');
    },
  },
  {
    rows: spec(14, 76),
    claim: 'other statuses carry an OperationOutcome',
    check: async ({ call }) => {
      const response = await call({ hook: 'no-such-hook' });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ resourceType: 'OperationOutcome' });
    },
  },
  {
    rows: spec(27),
    claim: 'a hook waits at most 400 ms for an assessment unless a tenant sets another deadline',
    check: () => {
      const tenant = tenantSchema.parse({
        id: 'north',
        fhirBaseUrl: 'https://ehr.example.org/fhir',
        cdsClients: [{ issuer: 'x', jwksUrl: 'https://ehr.example.org/jwks' }],
      });
      expect(tenant.hookDeadlineMs).toBe(400);
    },
  },
  {
    rows: spec(28),
    claim: 'resources sent as prefetch are used as they are',
    check: () => {
      const body = { ...patientViewBody, prefetch: { patient, conditions: null, imaging: null } };
      const { values, toFetch } = planCompletion(parseRequest(body), queries);
      expect(values.get('patient')).toMatchObject({ resources: [patient] });
      expect(toFetch).toEqual([]);
    },
  },
  {
    rows: spec(34, 60),
    claim: 'what was not prefetched is read from the FHIR server when the call brings a token',
    check: () => {
      const { toFetch } = planCompletion(parseRequest(authorized), queries);
      expect(toFetch.map(({ query }) => query.key)).toEqual(['patient', 'conditions', 'imaging']);
    },
  },
  {
    rows: spec(61),
    claim: 'without a token the FHIR server is never asked',
    check: () => {
      const body = {
        ...patientViewBody,
        fhirServer: authorized.fhirServer,
        prefetch: { patient, conditions: null },
      };
      expect(planCompletion(parseRequest(body), queries).toFetch).toEqual([]);
    },
  },
  {
    rows: spec(52),
    claim: 'an OperationOutcome in prefetch is seen as a failure, not as data, and not asked for again',
    check: () => {
      const imaging = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] };
      const body = { ...authorized, prefetch: { patient, conditions: null, imaging } };
      const { values, toFetch } = planCompletion(parseRequest(body), queries);
      expect(values.get('imaging')).toEqual({ kind: 'unknown', reason: 'client-failed' });
      expect(toFetch).toEqual([]);
    },
  },
  {
    rows: spec(54),
    claim: 'necessary data that were neither sent nor can be read are 412',
    check: async (world) => {
      const response = await callCompleting(world, patientViewBody);
      expect(response.status).toBe(412);
      expect(await response.json()).toMatchObject({
        resourceType: 'OperationOutcome',
        issue: [{ details: { text: expect.stringContaining('patient') as string } }],
      });
    },
  },
  {
    rows: spec(148),
    claim: 'there is a feedback endpoint',
    check: async ({ service, ehr }) => {
      const url = `${service.url}/cds-services/opportunistic-osteoporosis-screening/feedback`;
      const response = await fetch(url, {
        method: 'POST',
        body: JSON.stringify({
          feedback: [
            {
              card: '4e0a3a1e-3283-4575-ab82-028d55fe2719',
              outcome: 'overridden',
              outcomeTimestamp: '2026-11-28T10:00:00Z',
            },
          ],
        }),
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await ehr.token(url)}` },
      });
      expect(response.status).toBe(200);
    },
  },
  {
    rows: spec(214, 215),
    claim: 'extensions in a call are passed over; none is sent',
    check: async ({ call }) => {
      const extension = { 'org.example.precoordinated': { anything: [1, { deep: true }] } };
      const response = await call({ ...orderBody('order-sign'), extension });
      expect(response.status).toBe(200);
      expect(await response.text()).not.toContain('extension');
    },
  },
  {
    rows: spec(2, 168),
    claim: 'plain http is refused as public address beyond the machine itself; TLS ends here or at the proxy',
    check: () => {
      expect(() => loadConfig({ TRABECULA_PUBLIC_URL: 'http://cds.example.org' })).toThrow(
        'TRABECULA_PUBLIC_URL: must be https',
      );
      expect(() => loadConfig({ TRABECULA_HOST: '0.0.0.0' })).toThrow('server.publicUrl: is needed');
    },
  },
];
