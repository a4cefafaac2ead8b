import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const SHOTS = path.join(process.cwd(), 'test-results', 'staff');

/** A picture of the whole page for people to look at, under test-results. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

/** Texts on the page that are neither in the pseudo-locale's brackets nor marked as the record's or the service's. */
export function plainTexts(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const plain = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent.trim();
      const holder = node.parentElement;
      if (text === '' || holder.closest('[data-of-record], script, style, option, input')) continue;
      if (!text.includes('⟦') && /[a-z]{3}/i.test(text)) plain.push(text);
    }
    return plain;
  })()`);
}
