import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import {
  accessibilityBreaches,
  launchChromium,
  openPage,
  sidewaysOverflowPx,
  type WatchedPage,
} from '../chromium.ts';
import { enter, tabTo } from '../keyboard.ts';
import { plainTexts } from '../plain-texts.ts';
import { shoot } from './page-checks.ts';
import { runStaffService, signInAs, type RunningStaffService } from './running-staff-service.ts';

let browser: Browser;
let service: RunningStaffService;
let watched: WatchedPage;

beforeAll(async () => {
  [browser, service] = await Promise.all([launchChromium(), runStaffService()]);
}, 400_000);
afterAll(async () => {
  await browser.close();
  await service.close();
}, 30_000);
beforeEach(async () => {
  watched = await openPage(browser);
});
afterEach(async () => {
  await watched.page.context().close();
});

async function openPopulation(page = watched.page, person = 'Pat Penrose'): Promise<Page> {
  await signInAs(page, service.url, person);
  await page.locator('[data-part="funnel"]').waitFor();
  return page;
}
const workList = (page: Page) => page.getByRole('region', { name: /^Care gap/ });
const shownRows = async (page: Page) => {
  const [, all] = /of (\d+)/.exec(await page.getByText(/^\d+ to \d+ of \d+$/).innerText()) ?? [];
  return Number(all);
};

test('signed out, the page asks to sign in; signed in, it says who one is and shows the funnel', async () => {
  const page = await openPopulation();
  await page.getByText('Pat Penrose, riverside').waitFor();
  await page.getByText('Research model, trained on simulated radiographs, not for clinical use.').waitFor();
  const steps = await page.locator('[data-part="funnel"] li strong').allInnerTexts();
  expect(steps).toHaveLength(8);
  const [eligible = 0, film = 0, assessed = 0, flagged = 0] = steps.map(Number);
  expect(eligible >= film && film >= assessed && assessed >= flagged && flagged > 0).toBe(true);
  await shoot(page, 'population');
  // The one refusal is the page's own question who is signed in, before anybody is.
  expect(watched.problems.filter((problem) => !problem.includes('401'))).toEqual([]);
}, 60_000);

test('a clinician, who has no page here, is told so and gets no data', async () => {
  const { page } = watched;
  await signInAs(page, service.url, 'Dr Sam Sandbox');
  await page.getByText('Your role has no page here.').waitFor();
  const refused = await page.request.get(`${service.url}/population/questions/care-gap`);
  expect(refused.status()).toBe(403);
}, 60_000);

test('the work list is filtered, sorted and turned, and its file holds what is filtered', async () => {
  const page = await openPopulation();
  await workList(page).waitFor();
  const all = await shownRows(page);
  await page.getByRole('combobox', { name: 'Sex' }).selectOption('female');
  await page.getByLabel('Age from').fill('75');
  await workList(page).getByRole('cell', { name: 'male', exact: true }).waitFor({ state: 'detached' });
  await page.getByText(`1 to ${all} of ${all}`).waitFor({ state: 'detached' });
  const filtered = await shownRows(page);
  expect(filtered).toBeGreaterThan(0);
  expect(filtered).toBeLessThan(all);
  await page.getByRole('button', { name: /^Age/ }).click();
  await workList(page).locator('th[aria-sort="ascending"]').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .locator('section', { has: page.getByRole('heading', { name: 'Work lists' }) })
      .getByRole('button', { name: 'CSV', exact: true })
      .click(),
  ]);
  expect(download.suggestedFilename()).toBe('care-gap.csv');
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  expect(lines).toHaveLength(filtered + 1);
  const ages = lines.slice(1).map((line) => Number(line.split(',')[1]));
  expect(ages).toEqual(ages.toSorted((a, b) => a - b));
}, 60_000);

test('with the keyboard alone the work list is filtered, sorted and saved, and a question is asked', async () => {
  const page = await openPopulation();
  await workList(page).waitFor();
  const all = await shownRows(page);
  await tabTo(page, page.getByRole('combobox', { name: 'Sex' }));
  await page.keyboard.press('f');
  await tabTo(page, page.getByLabel('Age from'));
  await page.keyboard.type('75');
  await page.getByText(`1 to ${all} of ${all}`).waitFor({ state: 'detached' });
  const filtered = await shownRows(page);
  const save = page
    .locator('section', { has: page.getByRole('heading', { name: 'Work lists' }) })
    .getByRole('button', { name: 'CSV', exact: true });
  const [download] = await Promise.all([page.waitForEvent('download'), enter(page, save)]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  expect(lines).toHaveLength(filtered + 1);
  await enter(page, page.getByRole('button', { name: /^Age/ }));
  await workList(page).locator('th[aria-sort="ascending"]').waitFor();
  expect(await shownRows(page)).toBe(filtered);
}, 60_000);

test('a patient of a work list is a link to the chart, in a window that knows nothing of this one', async () => {
  const page = await openPopulation();
  const link = workList(page).locator('tbody tr').first().getByRole('link');
  const patientId = await link.innerText();
  expect(await link.getAttribute('href')).toBe(`https://ehr.example.org/#/charts/${patientId}`);
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
}, 60_000);

test('films without a score are listed with their reasons in words, the file keeps the codes', async () => {
  const page = await openPopulation();
  const films = page.locator('section', {
    has: page.getByRole('heading', { name: /^Films that gave no score/ }),
  });
  await films.getByRole('cell', { name: 'an implant covers the spine' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    films.getByRole('button', { name: 'CSV', exact: true }).click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toContain('implant,');
}, 60_000);

/** The longest work list: more than a page. */
async function neverTested(page: Page) {
  await page.getByRole('combobox', { name: 'List' }).selectOption('eligible-never-tested');
  await page.getByText(/^1 to 25 of /).waitFor();
  return page.getByRole('region', { name: /^Eligible by guideline/ }).locator('tbody tr');
}

test('the next page holds other patients', async () => {
  const page = await openPopulation();
  const rows = await neverTested(page);
  const first = await rows.first().innerText();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText(/^26 to /).waitFor();
  const patientId = first.split('\t')[0] ?? '';
  await page.getByRole('cell', { name: patientId, exact: true }).waitFor({ state: 'detached' });
  expect(await rows.first().innerText()).not.toBe(first);
}, 60_000);

test('a DXA done elsewhere is attested in the name of who is signed in', async () => {
  const page = await openPopulation();
  const row = workList(page).locator('tbody tr').first();
  const patientId = (await row.locator('td').first().innerText()).trim();
  await row.getByRole('button', { name: 'Attest DXA' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Day of the DXA').fill('2030-01-01');
  await dialog.getByRole('button', { name: 'Attest', exact: true }).click();
  await dialog.getByText('"performedOn" lies in the future').waitFor();
  await dialog.getByLabel('Day of the DXA').fill('2026-10-01');
  await dialog.getByRole('button', { name: 'Attest', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const attested = await service.sql(
    `SELECT attested_by FROM population.attested_dxa WHERE patient_id = '${patientId}'`,
  );
  expect(attested).toEqual([{ attested_by: 'staff-population' }]);
}, 60_000);

test('a session that ended is renewed in another window, and what was typed stays', async () => {
  const page = await openPopulation();
  await neverTested(page);
  const unfiltered = await page.getByText(/^1 to 25 of /).innerText();
  await page.getByLabel('Age from').fill('71');
  await page.getByText(unfiltered, { exact: true }).waitFor({ state: 'detached' });
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Next' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  const [again] = await Promise.all([
    page.context().waitForEvent('page'),
    dialog.getByRole('link', { name: 'Sign in again' }).click(),
  ]);
  await again.getByRole('button', { name: 'Pat Penrose' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await page.getByLabel('Age from').inputValue()).toBe('71');
  await page.getByText(/^26 to /).waitFor();
}, 60_000);

test.each([
  [400, 'light'],
  [400, 'dark'],
  [1360, 'dark'],
  [2560, 'light'],
] as const)(
  'at %i px, %s, nothing breaches WCAG 2.2 AA and nothing scrolls sideways',
  async (width, scheme) => {
    const { page } = await openPage(browser, { width, height: 1000, colorScheme: scheme });
    try {
      await openPopulation(page);
      await workList(page).waitFor();
      await shoot(page, `population-${width}-${scheme}`);
      expect(await accessibilityBreaches(page)).toEqual([]);
      expect(await sidewaysOverflowPx(page)).toBeLessThanOrEqual(0);
    } finally {
      await page.context().close();
    }
  },
  60_000,
);

test('in the pseudo-locale every text of the page itself comes from its catalogue', async () => {
  const page = await openPopulation();
  await page.goto(`${service.url}/staff/population?locale=en-XA`);
  await page.locator('[data-part="funnel"] li').first().waitFor();
  expect(await plainTexts(page)).toEqual([]);
}, 60_000);
