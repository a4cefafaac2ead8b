/**
 * Web vitals of the built app in Debian's Chromium, over loopback, with a full-size simulated film:
 * `npm run build:app && npm exec -- node bench/app-vitals.ts [--rounds N]`. Medians over the rounds; times hold for this
 * machine alone, bytes for everyone. WebGL is drawn by software here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { loadCodecs } from '../src/adapters/decode/codecs.ts';
import { renderGrey } from '../src/adapters/film-reader/render-film.ts';
import { viewFilm } from '../src/adapters/film-reader/view-film.ts';
import { encodeAttention, encodeFilm } from '../src/adapters/render/film-image.ts';
import type { FilmPictures } from '../src/flow/ports/film-pictures.ts';
import { runApp, type RunningApp } from '../test/http/app-api/running-app.ts';
import { openApp } from '../test/peers/app-launch.ts';
import { launchChromium, openPage } from '../test/peers/chromium.ts';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'smart-app', 'dist');

/** Both views show the same simulated AP film of 3000 x 2182 pixels. */
async function sandboxFilms(): Promise<FilmPictures> {
  const codecs = await loadCodecs();
  const bytes = readFileSync(path.join(root, 'src', 'sandbox', 'films', 'P01-ap.dcm'));
  const grey = renderGrey(bytes, 1200, { codecs });
  const frame = viewFilm(bytes, { codecs });
  if (grey.kind === 'refused' || frame.kind === 'refused') throw new Error('the film cannot be read');
  return {
    pictureOf: () => encodeFilm(grey.film, 'image/webp'),
    frameOf: () => Promise.resolve(frame),
    layerOf: (_tenant, _film, attention) => encodeAttention(attention, grey.film),
  };
}

interface Vitals {
  readonly firstContentfulPaintMs: number;
  readonly largestContentfulPaintMs: number;
  /** Longest of a click on "Put off", a key on the attention slider and a change of tab. */
  readonly interactionToNextPaintMs: number;
  /** From the click to both films drawn at full resolution. */
  readonly viewerOpenMs: number;
}

/** Before any script of the page: keeps what the browser measures. */
const OBSERVER = `
  globalThis.vitals = { lcp: 0, inp: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) vitals.lcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) vitals.inp = Math.max(vitals.inp, duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
`;

async function oneRound(browser: Browser, app: RunningApp): Promise<Vitals> {
  const { page } = await openPage(browser, { width: 1280 });
  try {
    await page.addInitScript(OBSERVER);
    await openApp(app, page);
    await page.locator('[data-view="lateral"][data-shown="true"]').waitFor();
    const fcp = await page.evaluate<number>(
      `performance.getEntriesByName('first-contentful-paint')[0].startTime`,
    );
    const lcp = await page.evaluate<number>('vitals.lcp');
    await interact(page);
    const inp = await page.evaluate<number>('vitals.inp');
    return {
      firstContentfulPaintMs: fcp,
      largestContentfulPaintMs: lcp,
      interactionToNextPaintMs: inp,
      viewerOpenMs: await openViewer(page),
    };
  } finally {
    await page.context().close();
  }
}

async function interact(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Put off' }).click();
  await page.getByRole('slider', { name: 'Attention layer' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tab', { name: 'About the model' }).click();
  await page.getByRole('tab', { name: 'Decision' }).click();
  await page.locator('[data-view="lateral"][data-shown="true"]').waitFor();
}

async function openViewer(page: Page): Promise<number> {
  const start = performance.now();
  await page.getByRole('button', { name: 'Open the viewer' }).click();
  for (const view of ['ap', 'lateral'])
    await page.locator(`.viewer-film[data-view="${view}"][data-shown="true"]`).waitFor();
  return performance.now() - start;
}

function bytesGzipped(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file))).length, 0);
}

const firstViewFiles = (): string[] =>
  [
    ...readFileSync(path.join(dist, 'index.html'), 'utf8').matchAll(
      /(?:src|href)="\/app\/([^"]+\.(?:js|css))"/g,
    ),
  ].map(([, file]) => file ?? '');

const viewerFiles = (): string[] =>
  readdirSync(path.join(dist, 'assets'))
    .filter((file) => /^film-viewer-.*\.(js|css)$/.test(file))
    .map((file) => `assets/${file}`);

const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const app = await runApp({}, await sandboxFilms());
const browser = await launchChromium();
const rounds: Vitals[] = [];
for (let i = 0; i < Number(values.rounds); i++) rounds.push(await oneRound(browser, app));
const medianOf = (name: keyof Vitals): number => median(rounds.map((round) => round[name]));
process.stdout.write(
  `${JSON.stringify(
    {
      machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
      rounds: rounds.length,
      firstViewBytesGzipped: bytesGzipped(firstViewFiles()),
      viewerBytesGzipped: bytesGzipped(viewerFiles()),
      firstContentfulPaintMs: medianOf('firstContentfulPaintMs'),
      largestContentfulPaintMs: medianOf('largestContentfulPaintMs'),
      interactionToNextPaintMs: medianOf('interactionToNextPaintMs'),
      viewerOpenMs: medianOf('viewerOpenMs'),
    },
    undefined,
    2,
  )}\n`,
);
await browser.close();
await app.close();
