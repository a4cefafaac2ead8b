import type { Page } from 'playwright-core';
import type { RunningApp } from '../http/app-api/running-app.ts';

/** The address by which the sandbox EHR opens the app for a patient, with what a card hands over. */
export function launchUrl(app: RunningApp, patientId: string, appContext?: object): string {
  const launch = app.sandbox.launches.open({
    patientId,
    encounterId: undefined,
    appContext: appContext === undefined ? undefined : JSON.stringify(appContext),
    userId: 'dr-sandbox',
    needsPatientBanner: true,
  });
  const iss = encodeURIComponent(app.sandbox.addresses.fhirBaseUrl);
  return `${app.url}/app/launch.html?iss=${iss}&launch=${launch}`;
}

/** Opens the app for a patient and waits for its one screen. */
export async function openApp(
  app: RunningApp,
  page: Page,
  patientId = 'P01',
  appContext?: object,
): Promise<Page> {
  await page.goto(launchUrl(app, patientId, appContext));
  await page.getByRole('heading', { name: 'What the film says' }).waitFor();
  return page;
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
