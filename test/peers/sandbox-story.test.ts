import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { accessibilityBreaches, launchChromium, openPage, type WatchedPage } from './chromium.ts';

/** The whole product as a new user starts it: one process, shipped models and films, a browser. */
const ASSESSED_WITHIN_MS = 300_000;
const SHOTS = path.join(process.cwd(), 'test-results', 'sandbox-story');

let browser: Browser;
let service: ChildProcess;
let dataFolder: string;
let ehrUrl: string;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchChromium();
  mkdirSync(SHOTS, { recursive: true });
  dataFolder = mkdtempSync(path.join(tmpdir(), 'trabecula-story-'));
  service = spawn('node', ['src/main.ts', 'start', '--port', '0', '--data', dataFolder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  ehrUrl = await printedAddress(service);
}, 120_000);

afterAll(async () => {
  await browser.close();
  const ended = new Promise((resolve) => service.once('exit', resolve));
  service.kill('SIGTERM');
  await ended;
  rmSync(dataFolder, { recursive: true, force: true });
}, 30_000);

beforeEach(async () => {
  watched = await openPage(browser);
});

afterEach(async () => {
  await watched.page.context().close();
  expect(watched.problems).toEqual([]);
});

/** The address that `start` prints for the EHR; rejects with what it printed when it ends before. */
function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const listen = (chunk: Buffer): void => {
      printed += chunk.toString();
      const address = /EHR \(open this in a browser\)\s+(http\S+)/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      reject(new Error(`start ended with ${code}: ${printed}`));
    });
  });
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

async function openChart(patientId: string): Promise<Page> {
  await watched.page.goto(`${ehrUrl}/patients/${patientId}`);
  return watched.page;
}

test(
  'a chart that is open while its film is assessed gets its card without being opened again',
  async () => {
    const page = await openChart('P01');
    await page.getByRole('heading', { name: /^Research model, simulated training: Lumbar film/ }).waitFor({
      timeout: ASSESSED_WITHIN_MS,
    });
    await shoot(page, 'chart');
    expect(await accessibilityBreaches(page)).toEqual([]);
  },
  ASSESSED_WITHIN_MS,
);

test(
  'the list says how far the films have been assessed, until all are',
  async () => {
    const { page } = watched;
    await page.goto(ehrUrl);
    await page.getByText('18 of 18 films assessed').waitFor({ timeout: ASSESSED_WITHIN_MS });
    await shoot(page, 'patient-list');
    expect(await accessibilityBreaches(page)).toEqual([]);
  },
  ASSESSED_WITHIN_MS,
);

test('the card names the film, keeps film and guideline apart, and says what it is', async () => {
  const page = await openChart('P01');
  const card = page.locator('article.card');
  await card.getByText('What the film adds').waitFor();
  await card.getByText('Guidelines, without the film').waitFor();
  const text = await card.innerText();
  expect(text).toContain('Lumbar film of 2026-10-14');
  expect(text).toContain('Research model, trained on simulated radiographs, not for clinical use.');
  expect(text).toContain('This model does not look for fractures.');
  expect(text).not.toMatch(/\b(low|normal|negative|rule[sd]? out)\b/i);
}, 60_000);

test('the link of the card opens the app with the films and their attention layer', async () => {
  const page = await openChart('P01');
  const [app] = await Promise.all([
    page.context().waitForEvent('page'),
    page.locator('.links button').click(),
  ]);
  await app.locator('[data-view="ap"][data-shown="true"]').waitFor({ timeout: 60_000 });
  await app.locator('[data-view="ap"] .layer').waitFor({ timeout: 60_000 });
  await app.getByRole('heading', { name: 'Ada Sandhill' }).waitFor();
  await app.locator('[data-tool="ost"]').waitFor();
  await shoot(app, 'app');
  await app.setViewportSize({ width: 1280, height: 860 });
  await app.getByRole('button', { name: 'Open the viewer' }).click();
  for (const view of ['ap', 'lateral'])
    await app.locator(`.viewer-film[data-view="${view}"][data-shown="true"]`).waitFor({ timeout: 60_000 });
  await app.screenshot({ path: path.join(SHOTS, 'app-viewer.png') });
  await app.keyboard.press('Escape');
  await app.emulateMedia({ colorScheme: 'dark' });
  await app.setViewportSize({ width: 400, height: 900 });
  await shoot(app, 'app-side-panel-dark');
  expect(await accessibilityBreaches(app)).toEqual([]);
  await app.getByRole('tab', { name: 'About the model' }).click();
  await app.emulateMedia({ colorScheme: 'light' });
  await app.setViewportSize({ width: 1360, height: 900 });
  await app.getByText('Version (SHA-256)').first().waitFor();
  await app.screenshot({ path: path.join(SHOTS, 'model-page.png') });
  expect(await accessibilityBreaches(app)).toEqual([]);
}, 180_000);

test('accepting the suggestion writes a draft order, which is reviewed and signed', async () => {
  const page = await openChart('P01');
  await page.getByRole('button', { name: /Draft a DXA order/ }).click();
  await page.getByRole('link', { name: 'review and sign it' }).click();
  await page.getByText('proposal, draft').waitFor();
  await shoot(page, 'draft-order');
  expect(await accessibilityBreaches(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign order' }).click();
  await page.waitForURL(/patients\/P01$/, { timeout: 30_000 });
  await page.getByText('order, active').waitFor();
}, 90_000);

test('the record holds the RiskAssessment with its Provenance', async () => {
  const { page } = watched;
  await page.goto(`${ehrUrl}/patients/P01/record`);
  await page.getByRole('heading', { name: /^RiskAssessment\// }).waitFor();
  await page
    .getByRole('heading', { name: /^Provenance\// })
    .first()
    .waitFor();
  await shoot(page, 'record');
  expect(await accessibilityBreaches(page)).toEqual([]);
}, 60_000);

test.each([
  ['P04', /Recorded fracture of a vertebra/],
  ['P09', /Osteoporosis on record/],
  ['P17', /Denosumab last recorded/],
] as const)(
  '%s: what the record already says goes before any film',
  async (patientId, summary) => {
    const page = await openChart(patientId);
    await page.getByRole('heading', { name: summary }).waitFor();
  },
  60_000,
);

test.each(['P05', 'P10', 'P11', 'P12', 'P14', 'P15', 'P16', 'P19'])(
  '%s gets no card',
  async (patientId) => {
    const page = await openChart(patientId);
    await page.getByText('No guidance for this chart.').waitFor();
  },
  60_000,
);

test('setting a card aside with a reason is told to the service: it is not shown again', async () => {
  const page = await openChart('P04');
  await page.getByText('Set aside, with a reason').click();
  await page.getByLabel('Reason').selectOption('patient-refuses');
  await page.getByRole('button', { name: 'Set aside' }).click();
  await page.locator('[data-state="overridden"]').waitFor();
  await page.reload();
  await page.getByText('No guidance for this chart.').waitFor();
}, 60_000);
