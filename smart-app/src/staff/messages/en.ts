import { goLiveTexts } from './en-go-live.ts';
import { operationTexts } from './en-operation.ts';
import { populationTexts } from './en-population.ts';
import { watchTexts } from './en-watch.ts';

/** Every text of the staff pages, in English; {placeholders} are filled when shown. Titles of questions come from the service. */
export const en = {
  'shell.name': 'Trabecula for staff',
  'shell.documentTitle': '{page} - Trabecula for staff',
  'shell.notice': 'Research model, trained on simulated radiographs, not for clinical use.',
  'shell.opening': 'Looking who is signed in',
  'shell.skip': 'Skip to the content',
  'shell.pages': 'Pages',
  'shell.signOut': 'Sign out',
  'shell.noPage': 'Your role has no page here. Ask your administrator for the role that you need.',
  'page.population': 'Population',
  'page.screening': 'Screening',
  'page.watch': 'Watch',
  'page.stop-button': 'Stop button',
  'page.go-live': 'Going live',
  'signIn.title': 'Sign in',
  'signIn.words': 'These pages are for population managers, operators and clinical leads.',
  'signIn.button': 'Sign in at {tenant}',
  'signIn.none': 'No sign-in for staff is set up on this service.',
  'signedIn.title': 'You are signed in',
  'signedIn.words': 'Go back to the window that you came from. You can close this one.',
  'renew.title': 'Your session has ended',
  'renew.words':
    'Sign in again in a new window. What you have typed stays here, and what you asked for is then done.',
  'renew.button': 'Sign in again',
  loading: 'Loading',
  'failure.signed-out': 'Your session has ended. Sign in again.',
  'failure.forbidden': 'Your role does not allow this.',
  'failure.unavailable': 'The service could not do this now. Nothing was changed; try again in a moment.',
  'failure.retry': 'Try again',
  'dialog.cancel': 'Cancel',
  'dialog.close': 'Close',
  ...populationTexts,
  ...operationTexts,
  ...watchTexts,
  ...goLiveTexts,
} as const;
