import type { Locator, Page } from 'playwright-core';

/** More stops than any page here has before what is sought. */
const MOST_STOPS = 120;

/** Goes to an element with the tabulator alone. Throws Error when it is not reached or its focus cannot be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) {
      // Fields show their focus by the colour of their border, which cannot be told from a border.
      if (!(await isOutlined(target)) && !(await isField(target)))
        throw new Error(`no focus ring on ${target.toString()}`);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${target.toString()} is not reached by the tabulator`);
}

const isOutlined = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    const style = element.ownerDocument.defaultView?.getComputedStyle(element);
    return style?.outlineStyle !== 'none' || style.boxShadow !== 'none';
  });

const isField = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName));

/** Goes to a control with the tabulator and presses Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}
