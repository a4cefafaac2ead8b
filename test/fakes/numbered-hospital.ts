import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Express, type Response } from 'express';
import type { Bundle, BundleEntry, ImagingStudy, Resource } from '@medplum/fhirtypes';
import { capabilityStatement } from '../../src/sandbox/ehr/fhir/capability-statement.ts';
import { readDicomHeader } from '../../src/sandbox/pacs/dicom-header.ts';
import {
  numberedFilms,
  type NumberedFilms,
  numberOf,
  numberOfStudy,
  patientIdOf,
  studyUidOf,
  VIEWS,
} from './numbered-films.ts';

export interface NumberedHospital {
  readonly origin: string;
  counts(): Readonly<Record<'filmsSent' | 'resourcesWritten' | 'riskAssessments', number>>;
  close(): Promise<void>;
}

/** Numbers of studies whose films the archive cannot give (500), and of those whose films come cut short. */
export interface ArchiveFaults {
  readonly undeliverable: readonly number[];
  readonly cutShort: readonly number[];
}

export const imagingStudyOf = (number: number, studyDate: string): ImagingStudy => ({
  resourceType: 'ImagingStudy',
  id: `study-${number}`,
  status: 'available',
  subject: { reference: `Patient/${patientIdOf(number)}` },
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${studyUidOf(number)}` }],
  started: `${studyDate}T10:00:00Z`,
  modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'DX' }],
  description: 'XR LUMBAR SPINE AP AND LATERAL',
});

interface Shelf {
  readonly faults: ArchiveFaults;
  readonly films: NumberedFilms;
  readonly studyDate: string;
  /** What was written, by the query that names it (conditional create) and by reference. */
  readonly written: Map<string, Resource>;
  readonly counts: Record<'filmsSent' | 'resourcesWritten', number>;
}

/**
 * An EHR (`/fhir`, `/token`) and an archive (`/dicom-web`) in which patients 0, 1, 2 ... each have one lumbar study of
 * that day (ISO): as many as anybody asks for. It keeps what is written to it. Tokens are given to all and not checked.
 */
export async function startNumberedHospital(
  studyDate: string,
  { port = 0, faults = {} }: { readonly port?: number; readonly faults?: Partial<ArchiveFaults> } = {},
): Promise<NumberedHospital> {
  const films = numberedFilms(join(import.meta.dirname, '../../src/sandbox/films'), studyDate);
  const shelf: Shelf = {
    faults: { undeliverable: [], cutShort: [], ...faults },
    films,
    studyDate,
    written: new Map(),
    counts: { filmsSent: 0, resourcesWritten: 0 },
  };
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  chartRoutes(app, shelf, origin);
  archiveRoutes(app, shelf);
  return {
    origin,
    counts: () => ({ ...shelf.counts, riskAssessments: heldOf('RiskAssessment', shelf) }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A resource may stand under its query too: counted once. */
const heldOf = (resourceType: string, { written }: Shelf): number =>
  new Set([...written.values()].filter((one) => one.resourceType === resourceType).map(({ id }) => id)).size;

const fhir = (response: Response, body: Resource, status = 200) =>
  response.status(status).type('application/fhir+json').send(JSON.stringify(body));

function chartRoutes(app: Express, shelf: Shelf, origin: string): void {
  const { films, written, studyDate } = shelf;
  app.post('/token', (_request, response) => {
    const scope = 'system/*.rs system/RiskAssessment.cu system/Provenance.c system/Task.cu system/Device.cu';
    response.json({ access_token: randomUUID(), token_type: 'bearer', expires_in: 300, scope });
  });

  app.get('/fhir/metadata', (_request, response) => {
    fhir(
      response,
      capabilityStatement({ fhirBaseUrl: `${origin}/fhir`, authorizationUrl: origin, tokenUrl: origin }),
    );
  });
  app.get('/fhir/Patient/:id', ({ params: { id } }, response) => {
    const number = numberOf(id);
    if (number === undefined) return void response.status(404).end();
    fhir(response, {
      resourceType: 'Patient',
      id,
      identifier: [{ system: 'urn:numbered', value: id }],
      gender: films.sexOf(number),
      birthDate: films.birthDateOf(number),
    });
  });
  app.get('/fhir/:type', ({ params: { type }, query, originalUrl }, response) => {
    const number = numberOf(String(query['patient'] ?? '').replace('Patient/', ''));
    const found =
      type === 'ImagingStudy' && number !== undefined
        ? imagingStudyOf(number, studyDate)
        : written.get(decodeURIComponent(originalUrl.slice('/fhir/'.length)));
    fhir(response, {
      resourceType: 'Bundle',
      type: 'searchset',
      entry: found === undefined ? [] : [{ resource: found, search: { mode: 'match' } }],
    });
  });
  app.get('/fhir/:type/:id', ({ params: { type, id } }, response) => {
    const resource = written.get(`${type}/${id}`);
    if (resource === undefined) response.status(404).end();
    else fhir(response, resource);
  });
  app.post('/fhir', express.json({ type: () => true, limit: '5mb' }), (request, response) => {
    const bundle = request.body as Bundle;
    fhir(response, {
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: (bundle.entry ?? []).map((entry) => ({ response: store(entry, shelf) })),
    });
  });
}

function store(
  { resource, request }: BundleEntry,
  { written, counts }: Shelf,
): { status: string; location: string } {
  if (resource === undefined) throw new TypeError('an entry without a resource');
  const query = request?.ifNoneExist && `${resource.resourceType}?${request.ifNoneExist}`;
  const standing = query === undefined ? undefined : written.get(query);
  const id =
    standing?.id ?? (request?.method === 'PUT' ? request.url?.split('/')[1] : undefined) ?? randomUUID();
  const location = `${resource.resourceType}/${id}/_history/1`;
  if (standing !== undefined) return { status: '200 OK', location };
  const stored = { ...resource, id } as Resource;
  written.set(`${resource.resourceType}/${id}`, stored);
  if (query !== undefined) written.set(query, stored);
  counts.resourcesWritten += 1;
  return { status: '201 Created', location };
}

function archiveRoutes(app: Express, { films, counts, faults }: Shelf): void {
  /** The archive announces nothing: what the service assesses is what a run or a hook asks for. */
  app.get(
    '/dicom-web/studies',
    (_request, response) => void response.type('application/dicom+json').send('[]'),
  );
  app.get('/dicom-web/studies/:study/metadata', ({ params: { study } }, response) => {
    const headers = VIEWS.map((view) => readDicomHeader(films.film(numberOfStudy(study), view)).attributes);
    response.type('application/dicom+json').send(JSON.stringify(headers));
  });
  app.get(
    '/dicom-web/studies/:study/series/:series/instances/:sop',
    ({ params: { study, sop } }, response) => {
      const number = numberOfStudy(study);
      if (faults.undeliverable.includes(number)) return void response.status(500).end();
      const whole = films.film(number, sop.startsWith('2.25.31') ? 'ap' : 'lateral');
      const film = faults.cutShort.includes(number) ? whole.subarray(0, whole.length / 2) : whole;
      const boundary = randomUUID();
      counts.filmsSent += 1;
      response.set('Content-Type', `multipart/related; type="application/dicom"; boundary=${boundary}`);
      response.write(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
      response.write(film);
      response.end(`\r\n--${boundary}--\r\n`);
    },
  );
}
