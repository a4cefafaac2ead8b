import type { Browser } from 'playwright-core';
import { DXA_CARD, startFakeCdsService, type FakeCdsService } from '../sandbox/ehr/fake-cds-service.ts';
import { runSandbox, type RunningSandbox } from '../sandbox/ehr/running-sandbox.ts';
import { enter, tabTo } from './keyboard.ts';
import {
  accessibilityBreaches,
  launchChromium,
  openPage,
  sidewaysOverflowPx,
  type WatchedPage,
} from './chromium.ts';

let browser: Browser;
let service: FakeCdsService;
let sandbox: RunningSandbox;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

beforeEach(async () => {
  service = await startFakeCdsService();
  sandbox = await runSandbox(service.url);
  watched = await openPage(browser);
});

afterEach(async () => {
  await watched.page.context().close();
  await sandbox.close();
  await service.close();
  expect(watched.problems).toEqual([]);
});

const open = async (path: string): Promise<WatchedPage['page']> => {
  await watched.page.goto(`${sandbox.addresses.pages}${path}`);
  return watched.page;
};

test('the list leads to a chart, whose card becomes a draft order that is signed', async () => {
  const page = await open('/');
  await page.getByText('0 of 1 films assessed').waitFor();
  await page.getByRole('link', { name: 'Ada Sandhill' }).click();
  await page.getByRole('button', { name: 'Draft a DXA order' }).click();
  await page.getByRole('link', { name: 'review and sign it' }).click();
  await page.getByRole('button', { name: 'Sign order' }).click();
  await page.getByRole('button', { name: 'Sign all the same' }).click();
  await page.waitForURL(/patients\/P01$/);
  await page.getByText('order, active').waitFor();
});

test('a card is set aside by keyboard alone, with its reason', async () => {
  const page = await open('/patients/P01');
  await page.getByText('Set aside, with a reason').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Comment (optional)').focus();
  await page.keyboard.type('asked twice');
  await page.keyboard.press('Enter');
  await page.getByText('Set aside: Patient refuses').waitFor();
  expect(service.calls.at(-1)?.body).toMatchObject({
    feedback: [{ card: DXA_CARD.uuid, outcome: 'overridden' }],
  });
});

test('with the keyboard alone: from the list to the chart, a draft order, its signature; then an order of its own', async () => {
  const page = await open('/');
  await enter(page, page.getByRole('link', { name: 'Ada Sandhill' }));
  await page.locator('article.card').waitFor();
  await enter(page, page.getByRole('button', { name: 'Draft a DXA order' }));
  await page.getByRole('link', { name: 'review and sign it' }).waitFor();
  await enter(page, page.getByRole('link', { name: 'review and sign it' }));
  await page.getByRole('button', { name: 'Sign order' }).waitFor();
  await enter(page, page.getByRole('button', { name: 'Sign order' }));
  await page.getByRole('button', { name: 'Sign all the same' }).waitFor();
  await enter(page, page.getByRole('button', { name: 'Sign all the same' }));
  await page.waitForURL(/patients\/P01$/);
  await enter(page, page.getByRole('link', { name: 'New order' }));
  await page.getByLabel('Procedure').waitFor();
  await tabTo(page, page.getByLabel('Procedure'));
  for (let presses = 0; presses < 20; presses++) {
    if ((await page.getByLabel('Procedure').inputValue()) === 'dxa-central') break;
    await page.keyboard.press('ArrowDown');
  }
  await page.getByRole('heading', { name: /Consider DXA/ }).waitFor();
});

test('choosing a procedure brings its card', async () => {
  const page = await open('/patients/P01/orders/new');
  await page.getByLabel('Procedure').selectOption('dxa-central');
  await page.getByRole('heading', { name: /Consider DXA/ }).waitFor();
  expect(service.calls.at(-1)?.body).toMatchObject({ hook: 'order-select' });
});

test.each([
  ['/', 'h1'],
  ['/patients/P01', 'article.card'],
  ['/patients/P01/orders/new', '#orderable'],
  ['/patients/P01/record', 'h1'],
] as const)(
  '%s has no breach of WCAG 2.2 AA, light or dark, wide or in a side panel',
  async (path, ready) => {
    const page = await open(path);
    await page.locator(ready).first().waitFor();
    expect(await accessibilityBreaches(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await accessibilityBreaches(page)).toEqual([]);
    const overflow = await sidewaysOverflowPx(page);
    expect(overflow).toBeLessThanOrEqual(0);
  },
);
