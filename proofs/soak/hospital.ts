/**
 * EHR and archive of a proof, a process of its own: `node hospital.ts STUDY_DATE [FAULTS]`. FAULTS (JSON) names the numbers
 * of studies whose films the archive cannot give and of those whose films are cut short. Says its addresses when it listens.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Response } from 'express';
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { capabilityStatement } from '../../src/sandbox/ehr/fhir/capability-statement.ts';
import { readDicomHeader } from '../../src/sandbox/pacs/dicom-header.ts';
import { imagingStudyOf } from './chart.ts';
import { numberedFilms, numberOf, numberOfStudy, patientIdOf, VIEWS } from './numbered-films.ts';

const studyDate = process.argv[2] ?? '';
const faults = {
  undeliverable: [],
  cutShort: [],
  ...(JSON.parse(process.argv[3] ?? '{}') as Partial<
    Record<'undeliverable' | 'cutShort', readonly number[]>
  >),
};
const films = numberedFilms(join(import.meta.dirname, '../../src/sandbox/films'), studyDate);
const app = express();
const server = createServer(app);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** What the service wrote, by the query that names it (conditional create) and by reference. */
const written = new Map<string, Resource>();
const counts = { filmsSent: 0, resourcesWritten: 0 };

app.post('/token', (_request, response) => {
  const scope = 'system/*.rs system/RiskAssessment.cu system/Provenance.c system/Task.cu system/Device.cu';
  response.json({ access_token: randomUUID(), token_type: 'bearer', expires_in: 300, scope });
});

const fhir = (response: Response, body: Resource, status = 200) =>
  response.status(status).type('application/fhir+json').send(JSON.stringify(body));

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
    identifier: [{ system: 'urn:soak', value: id }],
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
    entry: (bundle.entry ?? []).map((entry) => ({ response: store(entry) })),
  });
});

function store({ resource, request }: BundleEntry): { status: string; location: string } {
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

/** The archive announces nothing: what the service assesses is what a run or a hook asks for. */
app.get(
  '/dicom-web/studies',
  (_request, response) => void response.type('application/dicom+json').send('[]'),
);
app.get('/dicom-web/studies/:study/metadata', ({ params: { study } }, response) => {
  const headers = VIEWS.map((view) => readDicomHeader(films.film(numberOfStudy(study), view)).attributes);
  response.type('application/dicom+json').send(JSON.stringify(headers));
});
app.get('/dicom-web/studies/:study/series/:series/instances/:sop', ({ params: { study, sop } }, response) => {
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
});

process.on('message', () => {
  const held = new Set([...written.values()].map((resource) => `${resource.resourceType}/${resource.id}`));
  const riskAssessments = [...held].filter((reference) => reference.startsWith('RiskAssessment/')).length;
  process.send?.({ ...counts, riskAssessments });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ origin, patientId: patientIdOf(0) });
