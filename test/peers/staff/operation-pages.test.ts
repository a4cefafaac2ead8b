import type { Browser, Page } from 'playwright-core';
import { reportSite } from '../../../src/core/validation/site-report.ts';
import { pairingOf, people, rules, setting } from '../../core/validation/simulated-site.ts';
import {
  accessibilityBreaches,
  launchChromium,
  openPage,
  sidewaysOverflowPx,
  type WatchedPage,
} from '../chromium.ts';
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
}, 60_000);
beforeEach(async () => {
  watched = await openPage(browser);
});
afterEach(async () => {
  await watched.page.context().close();
});

async function openAs(person: string, name: string, page = watched.page): Promise<Page> {
  await signInAs(page, service.url, person, `/staff/${name}`);
  await page.locator('main section').first().waitFor();
  return page;
}

test('each role finds its pages and no other', async () => {
  const pagesOf = async (person: string) => {
    const opened = await openPage(browser);
    await openAs(person, '', opened.page);
    const names = await opened.page.getByRole('navigation').getByRole('link').allInnerTexts();
    await opened.page.context().close();
    return names;
  };
  expect(await pagesOf('Pat Penrose')).toEqual(['Population', 'Screening', 'Watch']);
  expect(await pagesOf('Otis Overton')).toEqual(['Screening', 'Watch', 'Stop button', 'Going live']);
  expect(await pagesOf('Dr Clara Lindqvist')).toEqual([
    'Population',
    'Screening',
    'Watch',
    'Stop button',
    'Going live',
  ]);
}, 120_000);

test('the stop button says who, when and why; writing stops with the assessments unless ticked again; lifting undoes it', async () => {
  const page = await openAs('Otis Overton', 'stop-button');
  await page.locator('[data-stopped="no"]').waitFor();
  await page.getByLabel('Why the cards are stopped').fill('two wrong cards were reported');
  await page.getByRole('checkbox', { name: 'Go on assessing films' }).uncheck();
  expect(await page.getByRole('checkbox', { name: 'Go on writing results' }).isChecked()).toBe(false);
  await page.getByRole('button', { name: 'Stop all cards' }).click();
  await page.locator('[data-stopped="yes"]').waitFor();
  await page.getByText('staff-operator').waitFor();
  await page.getByText('two wrong cards were reported').waitFor();
  await page.getByText('No new result is written to the record').waitFor();
  await shoot(page, 'stop-button');
  expect(await accessibilityBreaches(page)).toEqual([]);
  const rows = await service.sql('SELECT stopped_by, assessments, writing FROM trabecula.card_stop');
  expect(rows).toEqual([{ stopped_by: 'staff-operator', assessments: 'stop', writing: 'stop' }]);
  await page.getByRole('button', { name: 'Show cards again' }).click();
  await page.locator('[data-stopped="no"]').waitFor();
  expect(await service.sql('SELECT 1 FROM trabecula.card_stop')).toEqual([]);
  const audit = await service.sql(
    `SELECT actor, object FROM trabecula.audit_entry WHERE object LIKE 'cards/%' ORDER BY entry_number`,
  );
  expect(audit).toEqual([
    { actor: 'staff-operator', object: 'cards/stop' },
    { actor: 'staff-operator', object: 'cards/resume' },
  ]);
}, 120_000);

test('a run is looked at, begun, paused, and its progress and what it set aside are seen', async () => {
  const page = await openAs('Otis Overton', 'screening');
  await page.getByRole('button', { name: 'Look how many' }).click();
  await page.locator('[data-part="outlook"]').waitFor();
  await page.getByText('no run has been made here yet').waitFor();
  expect(await service.sql('SELECT 1 FROM trabecula.screening_run')).toEqual([]);
  await page.getByRole('button', { name: 'Begin this run' }).click();
  await page.locator('[data-state="running"]').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('[data-state="paused"]').waitFor();
  // What a worker would do: half of them scored, one given up.
  await service.sql(`UPDATE trabecula.screening_item SET state = 'scored', finished_at = now()`);
  await service.sql(
    `UPDATE trabecula.screening_item SET state = 'set-aside', reason = 'archive-unreachable'
      WHERE study_instance_uid = (SELECT min(study_instance_uid) FROM trabecula.screening_item)`,
  );
  await page.getByText(/, 1 set aside, 0 waiting/).waitFor();
  await page.getByRole('button', { name: 'Show what was set aside' }).click();
  await page.getByRole('cell', { name: 'the picture archive could not be reached' }).waitFor();
  await shoot(page, 'screening');
  expect(await accessibilityBreaches(page)).toEqual([]);
}, 120_000);

test('the watch page shows alarms with their words, figures with their limits, and history', async () => {
  await service.sql(`INSERT INTO trabecula.watch_look (tenant_id, looked_at, figures)
    VALUES ('riverside', '2026-11-28T08:00:00Z', '{"ppv": 0.41, "followed_flags": 64, "cards_per_100_openings": 3.1}')
    ON CONFLICT (tenant_id) DO UPDATE SET looked_at = EXCLUDED.looked_at, figures = EXCLUDED.figures`);
  await service.sql(`INSERT INTO trabecula.watch_alarm (tenant_id, alarm, words, raised_at, cleared_at) VALUES
    ('riverside', 'alert-ceiling', '279 cards in 9000 chart openings; the ceiling is 2 per 100', '2026-11-20T08:00:00Z', NULL),
    ('riverside', 'score-drift', 'score-drift: 0.21, alarm above 0.18', '2026-09-01T08:00:00Z', '2026-10-01T08:00:00Z')
    ON CONFLICT DO NOTHING`);
  const page = await openAs('Pat Penrose', 'watch');
  await page.locator('[data-alarm="alert-ceiling"]').getByText('279 cards in 9000 chart openings').waitFor();
  await page.locator('[data-alarm="alert-ceiling"]').getByText('it silences nothing').waitFor();
  await page.getByRole('row', { name: /PPV of flags 41 %/ }).waitFor();
  await page.getByRole('row', { name: /Drift of sex too few to say/ }).waitFor();
  await page.getByRole('row', { name: /Scores have shifted/ }).waitFor();
  await shoot(page, 'watch');
  expect(await accessibilityBreaches(page)).toEqual([]);
}, 120_000);

test('criteria, a report file and two people: each step in the name of who is signed in, the second signature by another', async () => {
  const cases = [
    ...people(60, 1, true),
    ...people(20, 0, true),
    ...people(40, 1, false),
    ...people(120, 0, false),
  ];
  const report = JSON.stringify(reportSite(pairingOf(cases), rules, { ...setting, patients: 'simulated' }));
  const page = await openAs('Dr Clara Lindqvist', 'go-live');
  await page.locator('[data-rung="live"] [data-obstacle="no-validation-of-this-model"]').waitFor();
  for (const [label, value] of [
    ['Fewest people with film and DXA', '200'],
    ['Fewest of them with osteoporosis', '50'],
    ['Lower 95 % limit of sensitivity (0 to 1)', '70'],
    ['Lower 95 % limit of PPV (0 to 1)', '0.4'],
  ] as const)
    await page.getByLabel(label).fill(value);
  await page.getByRole('button', { name: 'Lock these criteria' }).click();
  await page.getByText('limits are shares between 0 and 1').waitFor();
  await page.getByLabel('Lower 95 % limit of sensitivity (0 to 1)').fill('0.6');
  await page.getByRole('button', { name: 'Lock these criteria' }).click();
  await page.locator('[data-record="criteria-locked"]').waitFor();
  const buffer = Buffer.from(report);
  await page
    .getByLabel('report.json')
    .setInputFiles({ name: 'report.json', mimeType: 'application/json', buffer });
  await page.getByRole('button', { name: 'Record this report' }).click();
  await page.locator('[data-record="validation-report"]').waitFor();
  await sign(page);
  await page.locator('[data-record="sign-off"]').waitFor();
  await page.getByLabel('Signing as').selectOption('decision-support-governance');
  await sign(page);
  await page.getByText('you have signed this report; the other role is another person').waitFor();
  const other = await openPage(browser);
  await openAs('Dr Gideon Marsh', 'go-live', other.page);
  await other.page.getByLabel('Signing as').selectOption('decision-support-governance');
  await sign(other.page);
  await other.page.locator('[data-record="sign-off"]').nth(1).waitFor();
  await shoot(other.page, 'go-live');
  expect(await accessibilityBreaches(other.page)).toEqual([]);
  const signed = await service.sql(
    `SELECT recorded_by, content->>'role' AS role FROM trabecula.go_live_record WHERE kind = 'sign-off' ORDER BY record_number`,
  );
  expect(signed).toEqual([
    { recorded_by: 'staff-clinical-lead', role: 'clinical-owner' },
    { recorded_by: 'staff-governance-lead', role: 'decision-support-governance' },
  ]);
  await other.page.context().close();
}, 180_000);

async function sign(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'I have read this report' }).check();
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
}

test('an operator may put back to silent, and cannot sign', async () => {
  const page = await openAs('Otis Overton', 'go-live');
  await page.getByText('are for clinical leads').waitFor();
  expect(await page.getByRole('button', { name: 'Sign', exact: true }).count()).toBe(0);
  const refused = await page.request.post(`${service.url}/admin/api/go-live/sign-offs`, {
    data: { reportDigest: 'a'.repeat(64), role: 'clinical-owner' },
    headers: { origin: service.url },
  });
  expect(refused.status()).toBe(403);
  await page.getByLabel('Why it falls silent').fill('a complaint is looked into');
  await page.getByRole('button', { name: 'Put back to silent' }).click();
  await page.locator('[data-mode="silent"]').waitFor();
  await page.getByRole('cell', { name: 'Put back to silent: a complaint is looked into' }).waitFor();
}, 120_000);

test.each(['screening', 'watch', 'stop-button', 'go-live'])(
  '%s: at 400 px, dark, nothing breaches WCAG 2.2 AA or scrolls sideways; in the pseudo-locale all texts are its catalogue’s',
  async (name) => {
    const { page } = await openPage(browser, { width: 400, height: 900, colorScheme: 'dark' });
    try {
      await openAs('Dr Clara Lindqvist', name, page);
      await shoot(page, `${name}-400-dark`);
      expect(await accessibilityBreaches(page)).toEqual([]);
      expect(await sidewaysOverflowPx(page)).toBeLessThanOrEqual(0);
      await page.goto(`${service.url}/staff/${name}?locale=en-XA`);
      await page.locator('main section').first().waitFor();
      expect(await plainTexts(page)).toEqual([]);
    } finally {
      await page.context().close();
    }
  },
  120_000,
);
