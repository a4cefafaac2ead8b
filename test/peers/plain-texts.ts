import type { Page } from 'playwright-core';

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
