import type { Response, Router } from 'express';
import { z } from 'zod';
import { acceptSuggestion, overrideCard } from '../cds/answer-card.ts';
import type { ShownCard } from '../cds/shown-cards.ts';
import { cardFragment } from './cards-fragment.ts';
import { openChart, showCards, type PageOptions } from './page-options.ts';

const acceptBody = z.object({ suggestion: z.string().min(1) });
const overrideBody = z.object({ reason: z.string().min(1), comment: z.string().max(500).optional() });

/** Opening a chart fires patient-view; its cards are accepted or set aside. */
export function cardRoutes(router: Router, options: PageOptions): void {
  router.post('/patients/:id/hooks/patient-view', async (request, response) => {
    const chart = await openChart(options, request, response);
    if (chart === undefined) return;
    await showCards(options, response, {
      hook: 'patient-view',
      patientId: chart.patient.id ?? '',
      encounterId: chart.encounterId,
    });
  });
  router.post('/patients/:id/cards/:uuid/accept', async (request, response) => {
    const shown = options.answers.cards.find(request.params.id, request.params.uuid);
    const body = acceptBody.safeParse(request.body);
    const closed =
      shown === undefined || !body.success
        ? undefined
        : await acceptSuggestion(options.answers, shown, body.data.suggestion);
    sendCard(response, closed);
  });
  router.post('/patients/:id/cards/:uuid/override', async (request, response) => {
    const shown = options.answers.cards.find(request.params.id, request.params.uuid);
    const body = overrideBody.safeParse(request.body);
    const closed =
      shown === undefined || !body.success
        ? undefined
        : await overrideCard(options.answers, shown, body.data.reason, body.data.comment || undefined);
    sendCard(response, closed);
  });
}

function sendCard(response: Response, closed: ShownCard | undefined): void {
  if (closed === undefined) response.status(409).type('text').send('This card can no longer be answered.');
  else response.type('html').send(cardFragment(closed).markup);
}
