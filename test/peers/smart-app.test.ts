import type { RiskAssessment } from '@medplum/fhirtypes';
import type { Browser, Page } from 'playwright-core';
import { labelled } from '../../src/fhir/print/resource-labels.ts';
import type { SandboxFailure } from '../../src/sandbox/ehr/smart/failures.ts';
import { p01Assessment } from '../http/app-api/p01-assessment.ts';
import { runApp, type RunningApp } from '../http/app-api/running-app.ts';
import { launchUrl as launchUrlOf, openApp as openAppFor } from './app-launch.ts';
import { plainTexts } from './plain-texts.ts';
import {
  accessibilityBreaches,
  launchChromium,
  openPage,
  sidewaysOverflowPx,
  type WatchedPage,
} from './chromium.ts';

let browser: Browser;
let app: RunningApp;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchChromium();
  app = await runApp();
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

beforeEach(async () => {
  app.feedback.length = 0;
  app.issued.length = 0;
  watched = await openPage(browser);
});

afterEach(async () => {
  app.sandbox.failures.set(undefined);
  await watched.page.context().close();
});

const launchUrl = (patientId: string): string => launchUrlOf(app, patientId);
const openApp = (patientId = 'P01', appContext?: object, page = watched.page): Promise<Page> =>
  openAppFor(app, page, patientId, appContext);

const recoveryOf = (page: Page) => page.locator('[data-recovery]').getAttribute('data-recovery');

test('a launch from the card shows the film, the result in words and as 100 people, and its limits', async () => {
  const page = await openApp('P01', { assessmentKey: p01Assessment.assessmentKey });
  await page.getByRole('heading', { name: 'Ada Sandhill' }).waitFor();
  await page.getByText('Research model, trained on simulated radiographs, not for clinical use.').waitFor();
  await page.getByText('Flagged', { exact: true }).waitFor();
  await page.getByRole('img', { name: '31 of 100 figures marked' }).waitFor();
  await page.getByText('By age and sex alone: 18 of 100.').waitFor();
  await page.getByText('This model does not look for fractures.').waitFor();
  await page.locator('[data-view="ap"][data-shown="true"]').waitFor();
  await page.locator('[data-view="lateral"][data-shown="true"]').waitFor();
  expect(watched.problems).toEqual([]);
});

test('fonts and corners of the EHR are taken over, its colours are not', async () => {
  const page = await openApp();
  // The sandbox's style says 10px and a ground of its own.
  await page.waitForFunction(
    `document.documentElement.style.getPropertyValue('--mantine-radius-default') === '10px'`,
  );
  expect(await page.evaluate(`document.documentElement.style.cssText`)).toBe(
    '--mantine-radius-default: 10px;',
  );
});

test('where the EHR shows the patient itself, the app does not', async () => {
  const { page } = watched;
  await page.goto(launchUrlOf(app, 'P01', undefined, false));
  await page.getByRole('heading', { name: 'What the film says' }).waitFor();
  expect(await page.getByRole('heading', { name: 'Ada Sandhill' }).count()).toBe(0);
});

test('an EHR that does not speak of SMART 2 scopes is asked for those of version 1', async () => {
  const { page } = watched;
  await page.route('**/.well-known/smart-configuration', async (route) => {
    const response = await route.fetch();
    const { capabilities, ...other } = (await response.json()) as { capabilities: string[] };
    await route.fulfill({
      response,
      json: { ...other, capabilities: capabilities.filter((one) => one !== 'permission-v2') },
    });
  });
  const [asked] = await Promise.all([
    page.waitForRequest((request) => new URL(request.url()).searchParams.has('code_challenge')),
    page.goto(launchUrl('P01')),
  ]);
  const parameters = new URL(asked.url()).searchParams;
  expect(parameters.get('scope')).toMatch(/ patient\/\*\.read patient\/ServiceRequest\.write/);
  expect(parameters.get('code_challenge_method')).toBe('S256');
  await page.getByRole('heading', { name: 'What the film says' }).waitFor();
});

test('no cookie is set for the service', async () => {
  const page = await openApp();
  const cookies = await page.context().cookies(`${app.url}/app/`);
  expect(cookies.filter(({ path }) => path.startsWith('/app'))).toEqual([]);
  expect(await page.evaluate('document.cookie')).toBe('');
});

test('a reload in the middle keeps the session', async () => {
  const page = await openApp();
  await page.reload();
  await page.getByRole('heading', { name: 'Ada Sandhill' }).waitFor();
});

test('two instances in one browser window stay with their own patients', async () => {
  const page = await openApp('P01');
  const first = page.url();
  // The same tab, so the same sessionStorage, as frames of one EHR window have it.
  await openApp('P09');
  await page.getByRole('heading', { name: 'Jamila Fairbank' }).waitFor();
  await page.goto(first);
  await page.getByRole('heading', { name: 'Ada Sandhill' }).waitFor();
});

test('opened without a launch, the app offers to sign in and lets the user choose the patient', async () => {
  const { page } = watched;
  await page.goto(`${app.url}/app/`);
  expect(await recoveryOf(page)).toBe('lost-launch');
  await page.getByRole('button', { name: 'Open with Sandbox EHR' }).click();
  await page.getByRole('radio', { name: /Rosa Dunmore/ }).check();
  await page.getByRole('button', { name: 'Open the app' }).click();
  await page.getByRole('heading', { name: 'Rosa Dunmore' }).waitFor();
  await page.getByText('No film result').waitFor();
});

test.each<[SandboxFailure, string]>([
  ['wrong-state', 'lost-launch'],
  ['wrong-audience', 'wrong-server'],
  ['access-denied', 'denied'],
  ['insufficient-scope', 'scope'],
  ['no-patient', 'no-patient'],
  ['token-endpoint-down', 'unavailable'],
])('when the EHR plays %s the app says so in plain words (%s)', async (failure, recovery) => {
  app.sandbox.failures.set(failure);
  const { page } = watched;
  await page.goto(launchUrl('P01'));
  await page.locator('[data-recovery]').waitFor();
  expect(await recoveryOf(page)).toBe(recovery);
  expect(await accessibilityBreaches(page)).toEqual([]);
});

test('a token that ended, and cannot be renewed, leads to a recovery screen', async () => {
  const page = await openApp('P05');
  app.sandbox.failures.set('expired-token');
  await page.reload();
  await page.locator('[data-recovery]').waitFor({ timeout: 45_000 });
  expect(await recoveryOf(page)).toBe('expired');
}, 60_000);

test('a token that ended is renewed, and the user sees nothing of it', async () => {
  const page = await openApp('P05');
  app.sandbox.failures.set('stale-token');
  await page.reload();
  await page.getByRole('heading', { name: 'What the film says' }).waitFor();
  // The renewal itself ends this failure: it took place.
  expect(app.sandbox.failures.is('stale-token')).toBe(false);
});

test('of a patient who has refused films nothing of a film is shown, and the guideline answer stays', async () => {
  app.optedOut.add('P01');
  try {
    const page = await openApp('P01', { assessmentKey: p01Assessment.assessmentKey });
    await page.getByText('No film result').waitFor();
    await page.getByText('Film: the patient does not want films to be assessed').first().waitFor();
    await page.getByText('There is no film to show.').waitFor();
    expect(await page.locator('[data-view], .outcome, .icons, .layer').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Open the viewer' }).count()).toBe(0);
    expect(await page.locator('[data-review]').count()).toBe(0);
    await page.getByRole('link', { name: /USPSTF/ }).waitFor();
    expect(await accessibilityBreaches(page)).toEqual([]);
  } finally {
    app.optedOut.clear();
  }
});

test('a launch from an address that is no registered EHR is refused', async () => {
  const { page } = watched;
  await page.goto(`${app.url}/app/launch.html?iss=https%3A%2F%2Fevil.example%2Ffhir&launch=x`);
  await page.locator('[data-recovery="lost-launch"]').waitFor();
});

test('ordering writes the draft into the chart and tells the service', async () => {
  const page = await openApp('P01');
  await page.getByRole('button', { name: 'Draft a DXA order' }).click();
  await page.getByText('A draft order is in the chart.').waitFor();
  const orders = await app.sandbox.repository.searchResources({ resourceType: 'ServiceRequest' });
  expect(orders).toContainEqual(
    expect.objectContaining({ status: 'draft', subject: { reference: 'Patient/P01' } }),
  );
  expect(app.feedback).toMatchObject([{ outcome: 'accepted' }]);
});

test('declining sends the reason and the comment', async () => {
  const page = await openApp('P01');
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByLabel('Reason').selectOption({ label: 'Patient declines' });
  await page.getByLabel('Comment (optional)').fill('asked twice');
  await page.getByRole('button', { name: 'Send: decline' }).click();
  await page.locator('[data-answer="done"]').waitFor();
  expect(app.feedback).toMatchObject([
    { outcome: 'overridden', overrideReasonCode: 'patient-refuses', userComment: 'asked twice' },
  ]);
});

test('putting off says before and after sending how long it holds and what ends it, and sends feedback', async () => {
  const page = await openApp('P01');
  await page.getByRole('button', { name: 'Put off' }).click();
  const said = page.locator('[data-answer="quiet"]');
  expect(await said.innerText()).toContain(
    'A new low-impact fracture, lumbar film or risk drug ends this early.',
  );
  await page.getByLabel('Reason').selectOption({ label: 'Not my patient' });
  expect(await said.innerText()).toContain('your colleagues still see it');
  await page.getByRole('button', { name: 'Send: put off' }).click();
  expect(await page.locator('[data-answer="done"]').innerText()).toMatch(
    /^Put off;.* before \d{4}-\d\d-\d\d/,
  );
  expect(app.feedback).toMatchObject([
    { outcome: 'overridden', overrideReasonCode: 'not-my-patient', userComment: undefined },
  ]);
});

test('putting off without a reason is feedback without a reason', async () => {
  const page = await openApp('P01');
  await page.getByRole('button', { name: 'Put off' }).click();
  await page.getByRole('button', { name: 'Send: put off' }).click();
  await page.locator('[data-answer="done"]').waitFor();
  expect(app.feedback).toMatchObject([{ outcome: 'overridden', overrideReasonCode: undefined }]);
});

test('a tool names what it took as no on the silence of the record, until the user says so', async () => {
  const page = await openApp('P01');
  const osiris = page.locator('[data-tool="osiris"]');
  // P01 is 72 years old and weighs 62.8 kg: trunc(62.8 / 5) - trunc(72 / 5) = 12 - 14 = -2.
  await osiris.getByText('-2').waitFor();
  await osiris.getByText('taken as no: oestrogen, fracture history').waitFor();
  await page.getByLabel('Takes oestrogen now').selectOption('no');
  await osiris.getByText(/taken as no: fracture history$/).waitFor();
  // A fracture takes 2 off; an answer that is not known takes the result away.
  await page.getByLabel('Had a low-impact fracture').selectOption('yes');
  await osiris.getByText('-4').waitFor();
  await page.getByLabel('Takes oestrogen now').selectOption('unknown');
  await osiris.getByText('needs: oestrogen').waitFor();
});

test('a clinician marks the written result as reviewed', async () => {
  await app.sandbox.repository.updateResource<RiskAssessment>({
    resourceType: 'RiskAssessment',
    id: 'ra1',
    meta: labelled('https://example.org/profile', false),
    status: 'preliminary',
    subject: { reference: 'Patient/P01' },
  });
  const page = await openApp('P01');
  await page.locator('[data-review="waiting"]').waitFor();
  await page.getByRole('button', { name: 'I have reviewed this result' }).click();
  await page.getByText('it is final, and no longer hidden from the patient').waitFor();
  const result = await app.sandbox.repository.readResource('RiskAssessment', 'ra1');
  expect(result).toMatchObject({ status: 'final' });
});

test('what is typed into the risk tools changes their result', async () => {
  const page = await openApp('P01');
  const ost = page.locator('[data-tool="ost"]');
  await ost.getByText('raised risk (cut 2)', { exact: true }).waitFor();
  // P01 is 72 years old: trunc((90 - 72) / 5) = 3, not under the cut of 2.
  await page.getByLabel('Weight (kg)').fill('90');
  await ost.getByText('not raised by this tool (cut 2)').waitFor();
  expect(await ost.innerText()).toContain('3');
});

test('the attention layer fades, and the film inverts, by keyboard', async () => {
  const page = await openApp('P01');
  await page.locator('[data-view="ap"][data-shown="true"]').waitFor();
  const layer = page.locator('[data-view="ap"] .layer');
  const slider = page.getByRole('slider', { name: 'Attention layer' });
  await slider.focus();
  await page.keyboard.press('Home');
  expect(await layer.evaluate((image) => image.style.opacity)).toBe('0');
  await page.getByRole('switch', { name: 'Invert' }).press('Space');
  await page.locator('[data-view="ap"] img.inverted').waitFor();
});

test('the model page shows the attributes with the version, and says what is not available', async () => {
  const page = await openApp('P01');
  await page.getByRole('tab', { name: 'About the model' }).click();
  await page.getByText('c'.repeat(64)).waitFor();
  await page.getByText('not available').waitFor();
  const figures = page.locator('[data-part="model-figures"] tr');
  expect(await figures.allInnerTexts()).toEqual([
    expect.stringMatching(/^AUC, simulated test set\s+0\.81 \(0\.78–0\.84\)$/),
    expect.stringMatching(/^sensitivity, films together\s+0\.72 \(0\.60–0\.82\)$/),
  ]);
  await page.getByText('2026-05-02, 240 simulated people').waitFor();
  expect(await accessibilityBreaches(page)).toEqual([]);
});

test.each([
  [400, 'light'],
  [400, 'dark'],
  [1360, 'light'],
  [2560, 'dark'],
] as const)(
  'at %i px, %s, nothing breaches WCAG 2.2 AA and nothing scrolls sideways',
  async (width, scheme) => {
    const { page } = await openPage(browser, { width, height: 1000, colorScheme: scheme });
    try {
      await openApp('P01', undefined, page);
      await page.locator('[data-view="ap"][data-shown="true"]').waitFor();
      expect(await accessibilityBreaches(page)).toEqual([]);
      expect(await sidewaysOverflowPx(page)).toBeLessThanOrEqual(0);
    } finally {
      await page.context().close();
    }
  },
);

test('in the pseudo-locale every text of the app itself comes from its catalogue', async () => {
  const page = await openApp('P01');
  await page.goto(`${page.url()}&locale=en-XA`);
  await page.locator('[data-view="ap"][data-shown="true"]').waitFor();
  await page.locator('[data-tool="ost"]').waitFor();
  expect(await plainTexts(page)).toEqual([]);
});
