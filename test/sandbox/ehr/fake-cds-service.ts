import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: Record<string, unknown> | undefined;
}

export interface FakeCdsService {
  readonly url: string;
  readonly calls: ReceivedCall[];
  close(): Promise<void>;
}

export const DXA_CARD = {
  uuid: '0b6c1d9e-8a55-4c0e-9a51-1f0b7f1b0001',
  summary: 'Consider DXA <b>of</b> spine and hip',
  detail:
    '**Basis** <script>alert(1)</script> [guideline](https://example.org/guideline) [bad](javascript:alert(1))',
  indicator: 'info',
  source: { label: 'Trabecula' },
  selectionBehavior: 'any',
  suggestions: [
    {
      label: 'Draft a DXA order',
      uuid: '0b6c1d9e-8a55-4c0e-9a51-1f0b7f1b0002',
      actions: [
        {
          type: 'create',
          description: 'Draft order',
          resource: {
            resourceType: 'ServiceRequest',
            status: 'draft',
            intent: 'proposal',
            code: { text: 'DXA of spine and hip' },
            subject: { reference: 'Patient/P01' },
          },
        },
      ],
    },
    {
      label: 'An order for somebody else',
      uuid: '0b6c1d9e-8a55-4c0e-9a51-1f0b7f1b0003',
      actions: [
        {
          type: 'create',
          description: 'Another patient',
          resource: {
            resourceType: 'ServiceRequest',
            status: 'draft',
            intent: 'proposal',
            code: { text: 'not for P01' },
            subject: { reference: 'Patient/P02' },
          },
        },
      ],
    },
  ],
  overrideReasons: [
    {
      code: 'patient-refuses',
      system: 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes',
      display: 'Patient refuses',
    },
  ],
  links: [
    {
      label: 'Open Trabecula',
      url: 'http://127.0.0.1:9/app/launch.html',
      type: 'smart',
      appContext: '{"a":"1"}',
    },
  ],
};

/** A CDS service that answers every hook with one card, and writes down what it was sent. */
export async function startFakeCdsService(): Promise<FakeCdsService> {
  const calls: ReceivedCall[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const path = request.url ?? '';
      calls.push({
        method: request.method ?? '',
        path,
        authorization: request.headers.authorization ?? '',
        body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
      });
      response.setHeader('content-type', 'application/json');
      if (path === '/cds-services') response.end(JSON.stringify({ services }));
      else if (path.endsWith('/feedback')) response.end();
      else response.end(JSON.stringify({ cards: [{ ...DXA_CARD }] }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const services = ['patient-view', 'order-select', 'order-sign'].map((hook) => ({
  hook,
  id: `dxa-${hook}`,
  title: 'DXA',
  description: 'DXA',
  prefetch: {
    patient: 'Patient/{{context.patientId}}',
    studies: 'ImagingStudy?patient={{context.patientId}}',
    encounter: 'Encounter/{{context.encounterId}}',
    unreadable: 'ImagingStudy?colour=blue',
  },
}));
