/**
 * Makes the pictures of docs/images again: `npm run screenshots [-- recovery staff sandbox] [--out FOLDER]`. Debian's
 * Chromium; the whole sandbox with the shipped models for the EHR and the app, the tests' synthetic population for the
 * staff pages.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import '../smart-app/build-when-changed.ts';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { startSandbox } from '../src/compose/start-sandbox.ts';
import type { SandboxFailure } from '../src/sandbox/ehr/smart/failures.ts';
import { runApp } from '../test/http/app-api/running-app.ts';
import { launchUrl, openApp } from '../test/peers/app-launch.ts';
import { launchChromium, openPage } from '../test/peers/chromium.ts';
import { runStaffService, signInAs } from '../test/peers/staff/running-staff-service.ts';

const root = path.join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: path.join(root, 'docs', 'images') } },
});
const MOST_BYTES = 150_000;
const SETTLED_MS = 600;

type Look = NonNullable<Parameters<typeof openPage>[1]>;

/** Fewer colours, then fewer pixels, until the file is modest. */
async function keep(name: string, picture: Buffer): Promise<void> {
  const { width } = await sharp(picture).metadata();
  for (const share of [1, 0.85, 0.7, 0.6, 0.5])
    for (const colours of [256, 128, 64]) {
      const bytes = await sharp(picture)
        .resize({ width: Math.round(width * share) })
        .png({ palette: true, colours, dither: 0.2, effort: 10 })
        .toBuffer();
      if (bytes.length >= MOST_BYTES) continue;
      writeFileSync(path.join(values.out, `${name}.png`), bytes);
      process.stdout.write(`${name}: ${Math.round(bytes.length / 1000)} kB\n`);
      return;
    }
  throw new Error(`${name} cannot be made smaller than ${MOST_BYTES} bytes`);
}

async function pictureOf(page: Page, isWhole = true): Promise<Buffer> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(SETTLED_MS);
  return page.screenshot({ fullPage: isWhole, animations: 'disabled' });
}

async function onPage<T>(browser: Browser, look: Look, work: (page: Page) => Promise<T>): Promise<T> {
  const { page } = await openPage(browser, look);
  try {
    return await work(page);
  } finally {
    await page.context().close();
  }
}

async function sandboxPages(browser: Browser): Promise<void> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'trabecula-screenshots-'));
  const sandbox = await startSandbox({
    port: 0,
    dataFolder,
    modelsFolder: undefined,
    filmsFolder: path.join(root, 'src', 'sandbox', 'films'),
    environment: { TRABECULA_LOG_LEVEL: 'error' },
    clock: () => new Date(),
  });
  try {
    await onPage(browser, { width: 1100 }, async (page) => {
      await page.goto(sandbox.ehrUrl);
      await page.getByText('18 of 18 films assessed').waitFor({ timeout: 400_000 });
      await keep('sandbox-patient-list', await pictureOf(page));
      await page.goto(`${sandbox.ehrUrl}/patients/P01`);
      await page.locator('article.card').waitFor();
      await keep('sandbox-chart', await pictureOf(page));
      await page.goto(`${sandbox.ehrUrl}/patients/P11/orders/new`);
      await page.getByLabel('Procedure').selectOption('dxa-central');
      await page.locator('article.card').waitFor();
      await keep('sandbox-order', await pictureOf(page));
      await page.goto(`${sandbox.ehrUrl}/patients/P01/record`);
      await page.locator('h1').waitFor();
      await keep('sandbox-record', await pictureOf(page));
    });
    await appPages(browser, `${sandbox.ehrUrl}/patients/P01`);
  } finally {
    await sandbox.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** The app as its card opens it. */
async function launched(page: Page, chart: string): Promise<Page> {
  await page.goto(chart);
  const [app] = await Promise.all([
    page.context().waitForEvent('page'),
    page.locator('article.card form[target="_blank"] button').first().click(),
  ]);
  for (const view of ['ap', 'lateral'])
    await app.locator(`[data-view="${view}"][data-shown="true"]`).waitFor();
  await app.locator('[data-tool="ost"]').waitFor();
  return app;
}

async function appPages(browser: Browser, chart: string): Promise<void> {
  await onPage(browser, { width: 1280 }, async (page) => {
    const app = await launched(page, chart);
    await keep('app', await pictureOf(app));
    await app.getByRole('tab', { name: 'About the model' }).click();
    await app.locator('section table').first().waitFor();
    await keep('app-model', await pictureOf(app, false));
    await app.getByRole('tab', { name: 'Decision' }).click();
    await app.getByRole('button', { name: 'Open the viewer' }).click();
    for (const view of ['ap', 'lateral'])
      await app.locator(`.viewer-film[data-view="${view}"][data-shown="true"]`).waitFor();
    await keep('app-viewer', await pictureOf(app, false));
  });
  await onPage(browser, { width: 400, height: 1600, colorScheme: 'dark' }, async (page) =>
    keep('app-side-panel-dark', await pictureOf(await launched(page, chart), false)),
  );
  await onPage(browser, { width: 1920, height: 1080, colorScheme: 'dark' }, async (page) =>
    keep('app-wide-dark', await pictureOf(await launched(page, chart))),
  );
}

const RECOVERIES: readonly (readonly [SandboxFailure | undefined, Look['colorScheme']])[] = [
  [undefined, 'light'],
  ['wrong-audience', 'dark'],
  ['access-denied', 'dark'],
  ['insufficient-scope', 'light'],
  ['no-patient', 'light'],
  ['token-endpoint-down', 'dark'],
  ['expired-token', 'dark'],
];

/** Every recovery page on one sheet, light and dark by turns. */
async function recoveryPages(browser: Browser): Promise<void> {
  const app = await runApp();
  const size = { width: 640, height: 360 };
  try {
    const pictures: Buffer[] = [];
    for (const [failure, colorScheme = 'light'] of RECOVERIES)
      pictures.push(
        await onPage(browser, { ...size, colorScheme }, async (page) => {
          if (failure === 'expired-token') await openApp(app, page, 'P05');
          app.sandbox.failures.set(failure);
          if (failure === 'expired-token') await page.reload();
          else await page.goto(failure === undefined ? `${app.url}/app/` : launchUrl(app, 'P01'));
          await page.locator('[data-recovery] button').waitFor({ timeout: 60_000 });
          const picture = await pictureOf(page, false);
          app.sandbox.failures.set(undefined);
          return picture;
        }),
      );
    const rows = Math.ceil(pictures.length / 2);
    const sheet = sharp({
      create: { width: 2 * size.width, height: rows * size.height, channels: 3, background: '#f4f6f6' },
    }).composite(
      pictures.map((input, place) => ({
        input,
        left: (place % 2) * size.width,
        top: Math.floor(place / 2) * size.height,
      })),
    );
    await keep('app-recovery', await sheet.png().toBuffer());
  } finally {
    await app.close();
  }
}

async function staffPages(browser: Browser): Promise<void> {
  const service = await runStaffService();
  try {
    const shoot = (
      name: string,
      address: string,
      look: Look,
      person = 'Dr Clara Lindqvist',
      prepare?: (page: Page) => Promise<void>,
    ): Promise<void> =>
      onPage(browser, look, async (page) => {
        await signInAs(page, service.url, person, `/staff/${address}`);
        await page.locator('main section').first().waitFor();
        await page.waitForLoadState('networkidle');
        await prepare?.(page);
        await keep(name, await pictureOf(page));
      });
    await service.sql(`INSERT INTO trabecula.watch_look (tenant_id, looked_at, figures)
      VALUES ('riverside', '2026-11-28T08:00:00Z',
        '{"ppv": 0.41, "followed_flags": 64, "cards_per_100_openings": 3.1, "late_dxa_share": 0.35, "refused_share": 0.04}')
      ON CONFLICT (tenant_id) DO UPDATE SET looked_at = EXCLUDED.looked_at, figures = EXCLUDED.figures`);
    await shoot('staff-population', 'population', { width: 1360 });
    await shoot('staff-population-side-panel-dark', 'population', { width: 400, colorScheme: 'dark' });
    await shoot('staff-screening', 'screening', { width: 1100 }, 'Otis Overton', runPaused);
    await shoot('staff-watch', 'watch', { width: 1360, colorScheme: 'dark' });
    await shoot('staff-stop-button', 'stop-button', { width: 1100 });
    await shoot('staff-go-live', 'go-live', { width: 1360 });
  } finally {
    await service.close();
  }
}

/** A run that was planned, begun and paused. */
async function runPaused(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Look how many' }).click();
  await page.locator('[data-part="outlook"]').waitFor();
  await page.getByRole('button', { name: 'Begin this run' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('[data-state="paused"]').waitFor();
}

const GROUPS = { recovery: recoveryPages, staff: staffPages, sandbox: sandboxPages };

mkdirSync(values.out, { recursive: true });
const browser = await launchChromium();
try {
  for (const [name, shoot] of Object.entries(GROUPS))
    if (positionals.length === 0 || positionals.includes(name)) await shoot(browser);
} finally {
  await browser.close();
}
