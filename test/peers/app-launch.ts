import type { Page } from 'playwright-core';
import type { RunningApp } from '../http/app-api/running-app.ts';

/** The address by which the sandbox EHR opens the app for a patient, with what a card hands over. */
export function launchUrl(
  app: RunningApp,
  patientId: string,
  appContext?: object,
  needsPatientBanner = true,
): string {
  const launch = app.sandbox.launches.open({
    patientId,
    encounterId: undefined,
    appContext: appContext === undefined ? undefined : JSON.stringify(appContext),
    userId: 'dr-sandbox',
    needsPatientBanner,
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
