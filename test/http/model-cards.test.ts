import express from 'express';
import { pino } from 'pino';
import { modelCardOf } from '../../src/core/model-card/model-card.ts';
import { errorHandler } from '../../src/http/error-response.ts';
import { modelCardRoutes } from '../../src/http/model-cards.ts';
import { source } from '../core/model-card/card-source.ts';
import { listening } from '../fakes/listening.ts';

let server: Awaited<ReturnType<typeof listening>>;
const { version } = source;
beforeAll(async () => {
  const app = express();
  app.use(
    '/model-cards',
    modelCardRoutes(async () => [modelCardOf(source, [])]),
  );
  app.use(errorHandler(pino({ level: 'silent' })));
  server = await listening(app);
});
afterAll(() => server.close());

const get = (path: string, redirect: 'follow' | 'manual' = 'follow') =>
  fetch(`${server.baseUrl}/model-cards${path}`, { redirect });

test('the card of the running weights is a public page', async () => {
  const response = await get(`/${version}`);
  expect(response.status).toBe(200);
  const page = await response.text();
  expect(page).toContain(version);
  expect(page).toContain('27. Validity of the intervention in local data');
  expect(page).toContain('not for clinical use');
});

test('the page may load nothing and run nothing', async () => {
  const policy = (await get(`/${version}`)).headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('script-src');
});

test('an address with a slash at its end leads to the one without: links of a page are relative to it', async () => {
  const list = await get('/');
  expect(list.url).toBe(`${server.baseUrl}/model-cards`);
  const [, link = ''] = /href="([^"]+)">/.exec((await list.text()).split('<ul>')[1] ?? '') ?? [];
  expect((await fetch(new URL(link, list.url))).status).toBe(200);
  expect((await get(`/${version}/`)).url).toBe(`${server.baseUrl}/model-cards/${version}`);
});

test('the pages name their icon, so that no browser asks for one that is not there', async () => {
  for (const path of ['/', `/${version}`])
    expect(await (await get(path)).text()).toContain(
      '<link rel="icon" type="image/svg+xml" href="/app/icon.svg" />',
    );
});

test('other weights have no card, so that an old link never shows the facts of a new model', async () => {
  for (const path of ['', '/chai.xml', '/source-attributes.json'])
    expect((await get(`/${'0'.repeat(64)}${path}`)).status).toBe(404);
});

test('all 31 source attributes are served as JSON, bound to the hash', async () => {
  const body = (await (await get(`/${version}/source-attributes.json`)).json()) as {
    version: string;
    fileSha256: string;
    sourceAttributes: { value: string }[];
  };
  expect(body).toMatchObject({ version, fileSha256: source.manifest.file.sha256 });
  expect(body.sourceAttributes).toHaveLength(31);
  expect(body.sourceAttributes.every((a) => a.value !== '')).toBe(true);
});

test('the CHAI document is served as XML', async () => {
  const response = await get(`/${version}/chai.xml`);
  expect(response.headers.get('content-type')).toContain('application/xml');
  expect(await response.text()).toContain('<AppliedModelCard');
});

test('the name of a model leads to the card that runs now, and the list links to it', async () => {
  const response = await get(`/${source.manifest.id}`, 'manual');
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe(`./${version}`);
  expect(await (await get('/')).text()).toContain(`href="model-cards/${version}"`);
});
