import type { Browser, Locator, Page } from 'playwright-core';
import { runApp, type RunningApp } from '../http/app-api/running-app.ts';
import { openApp } from './app-launch.ts';
import {
  accessibilityBreaches,
  launchChromium,
  openPage,
  sidewaysOverflowPx,
  type WatchedPage,
} from './chromium.ts';
import { plainTexts } from './plain-texts.ts';

let browser: Browser;
let app: RunningApp;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchChromium('no-gl');
  app = await runApp();
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

beforeEach(async () => {
  watched = await openPage(browser, { width: 1280 });
});

afterEach(() => watched.page.context().close());

const filmOf = (page: Page, view = 'ap'): Locator => page.locator(`.viewer-film[data-view="${view}"]`);

async function openViewer(page: Page): Promise<Page> {
  await openApp(app, page);
  await page.getByRole('button', { name: 'Open the viewer' }).click();
  for (const view of ['ap', 'lateral'])
    await page.locator(`.viewer-film[data-view="${view}"][data-shown="true"]`).waitFor({ state: 'attached' });
  await page.locator('.viewer-film[data-view="ap"] .viewer-layer').waitFor();
  return page;
}

/** Where the layer lies, which is where the film lies: left, top, width, height in CSS pixels, once what was asked is drawn. */
const placeOf = (page: Page): Promise<number[]> =>
  page.evaluate<number[]>(`(async () => {
    // The viewer draws at the next frame of the screen.
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    const { left, top, width, height } = document.querySelector('.viewer-film[data-view="ap"] .viewer-layer').style;
    return [left, top, width, height].map(parseFloat);
  })()`);

/** Greys that the viewer draws at columns of the film, in the middle of its height. */
async function greysAt(page: Page, columns: readonly number[]): Promise<number[]> {
  const [left = 0, top = 0, width = 0, height = 0] = await placeOf(page);
  // What is drawn is asked of the screen, not of the canvas: a WebGL canvas gives its pixels to nobody.
  await page.getByRole('slider', { name: 'Attention', exact: true }).focus();
  await page.keyboard.press('Home');
  const shot = await filmOf(page).screenshot();
  const points = columns.map((column) => [left + ((column + 0.5) / 300) * width, top + height / 2]);
  return page.evaluate<number[]>(`(async () => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(shot.toString('base64'))}), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    return ${JSON.stringify(points)}.map(([x, y]) => canvas.getImageData(Math.floor(x), Math.floor(y), 1, 1).data[0]);
  })()`);
}

/** Columns of the ramp: the value of column x is 10 x, the device's window is 1000 to 2000. */
const COLUMNS = [50, 125, 150, 175, 250];
/** (10 x - 1000) / 1000 of 255, in 0..255. */
const GREYS = [0, 64, 128, 191, 255];

function expectGreys(found: readonly number[], expected: readonly number[]): void {
  // A pixel of the screen covers about half a column of the ramp, which is 2.55 greys wide.
  found.forEach((grey, i) => {
    expect(Math.abs(grey - (expected[i] ?? Number.NaN))).toBeLessThanOrEqual(3);
  });
}

test('the viewer is fetched when it is opened, not before, and breaks no policy', async () => {
  const asked: string[] = [];
  watched.page.on('request', (request) => asked.push(request.url()));
  await openApp(app, watched.page);
  await watched.page.locator('[data-view="ap"][data-shown="true"]').waitFor();
  expect(asked.filter((url) => url.includes('film-viewer') || url.endsWith('/frame'))).toEqual([]);
  await watched.page.getByRole('button', { name: 'Open the viewer' }).click();
  await filmOf(watched.page).and(watched.page.locator('[data-shown="true"]')).waitFor();
  expect(asked.some((url) => url.includes('film-viewer'))).toBe(true);
  expect(watched.problems).toEqual([]);
});

test('without WebGL the processor draws the greys of the device’s window', async () => {
  expectGreys(await greysAt(await openViewer(watched.page), COLUMNS), GREYS);
});

test('with WebGL the greys are the same', async () => {
  const withGl = await launchChromium('software-gl');
  try {
    const { page, problems } = await openPage(withGl, { width: 1280 });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    expectGreys(await greysAt(await openViewer(page), COLUMNS), GREYS);
    expect(said).toContain('CornerstoneRender: using GPU rendering');
    expect(problems).toEqual([]);
  } finally {
    await withGl.close();
  }
});

test('level and width open the window beyond what the device shows, and reset brings it back', async () => {
  const page = await openViewer(watched.page);
  await page.getByRole('slider', { name: 'Width' }).focus();
  await page.keyboard.press('End');
  // 300 % around the middle: 0 to 3000, so that grey is 10 x / 3000 of 255.
  expectGreys(await greysAt(page, COLUMNS), [43, 106, 128, 149, 213]);
  await page.getByRole('button', { name: 'Reset' }).click();
  expectGreys(await greysAt(page, COLUMNS), GREYS);
});

test('invert turns the greys round', async () => {
  const page = await openViewer(watched.page);
  await page.getByRole('button', { name: 'Invert' }).click();
  expectGreys(
    await greysAt(page, COLUMNS),
    GREYS.map((grey) => 255 - grey),
  );
});

test('a film is moved, enlarged, fitted and windowed by keys alone', async () => {
  const page = await openViewer(watched.page);
  const fitted = await placeOf(page);
  await filmOf(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const panned = await placeOf(page);
  // One step is 40 px: what lies to the right, and below, comes into view.
  expect(panned.map((value, i) => Math.round(value - (fitted[i] ?? 0)))).toEqual([-40, -40, 0, 0]);
  await page.keyboard.press('+');
  expect((await placeOf(page))[2]).toBeCloseTo((fitted[2] ?? 0) * 1.25, 0);
  await page.keyboard.press('0');
  expect((await placeOf(page)).map(Math.round)).toEqual(fitted.map(Math.round));
  await page.keyboard.press('Shift+ArrowUp');
  await page.getByText('Level 45 %').waitFor();
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByText('Width 105 %').waitFor();
});

test('"every pixel" shows one pixel of the film on each pixel of the screen', async () => {
  const page = await openViewer(watched.page);
  await page.getByRole('button', { name: 'Every pixel' }).click();
  expect((await placeOf(page)).slice(2).map(Math.round)).toEqual([300, 400]);
});

test('dragging sets the window, or pans when that is chosen', async () => {
  const page = await openViewer(watched.page);
  const drag = async (): Promise<void> => {
    const box = (await filmOf(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 30, y, { steps: 3 });
    await page.mouse.up();
  };
  const before = await placeOf(page);
  await drag();
  await page.getByText('Width 100 %').waitFor({ state: 'detached' });
  expect(await placeOf(page)).toEqual(before);
  await page.getByText('Pan', { exact: true }).click();
  await drag();
  const [left = 0] = await placeOf(page);
  expect(left - (before[0] ?? 0)).toBeCloseTo(30, 0);
});

test('Escape closes the viewer and gives the focus back', async () => {
  const page = await openViewer(watched.page);
  await page.keyboard.press('Escape');
  await page.locator('dialog.viewer').waitFor({ state: 'detached' });
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Open the viewer');
});

test('each film that is fetched is in the audit trail', async () => {
  app.audited.length = 0;
  await openViewer(watched.page);
  const read = app.audited.filter(({ action }) => action === 'image-read').map(({ object }) => object);
  // Twice each: the picture on the page and the film in the viewer.
  expect(read.toSorted()).toEqual(['2.25.1003', '2.25.1003', '2.25.1005', '2.25.1005']);
});

test('a film that does not come says so, and the other one is there', async () => {
  const { page } = watched;
  await page.route('**/films/2.25.1005/frame', (route) => route.fulfill({ status: 502, body: '{}' }));
  await openApp(app, page);
  await page.getByRole('button', { name: 'Open the viewer' }).click();
  await filmOf(page, 'lateral').getByRole('alert').waitFor();
  await page.locator('.viewer-film[data-view="ap"][data-shown="true"]').waitFor();
});

test('where the viewer cannot be fetched, the pictures stay and the page says so', async () => {
  const { page } = watched;
  await page.route('**/assets/film-viewer-*.js', (route) => route.abort());
  await openApp(app, page);
  await page.getByRole('button', { name: 'Open the viewer' }).click();
  await page.getByText('The viewer cannot be opened here.').waitFor();
  await page.locator('[data-view="lateral"][data-shown="true"]').waitFor();
});

test.each([
  [400, 'light'],
  [1280, 'dark'],
] as const)(
  'at %i px nothing breaches WCAG 2.2 AA and nothing scrolls sideways',
  async (width, colorScheme) => {
    const { page } = await openPage(browser, { width, colorScheme });
    try {
      await openViewer(page);
      expect(await accessibilityBreaches(page)).toEqual([]);
      expect(await sidewaysOverflowPx(page)).toBeLessThanOrEqual(0);
    } finally {
      await page.context().close();
    }
  },
);

test('in the pseudo-locale every text of the viewer comes from the catalogue', async () => {
  const { page } = watched;
  await openApp(app, page);
  await page.goto(`${page.url()}&locale=en-XA`);
  await page.getByRole('button', { name: 'Ópén thé víéwér' }).click();
  await page.locator('.viewer-film[data-view="ap"][data-shown="true"]').waitFor();
  expect(await plainTexts(page)).toEqual([]);
});
