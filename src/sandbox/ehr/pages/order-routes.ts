import { randomUUID } from 'node:crypto';
import type { Bundle, ServiceRequest } from '@medplum/fhirtypes';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { PRACTITIONER_ID } from '../../patients/chart-builder.ts';
import { fireHook } from '../cds/hooks.ts';
import { cardsFragment } from './cards-fragment.ts';
import type { PatientChart } from './chart-reading.ts';
import { draftOrderPage, newOrderPage } from './order-page.ts';
import { draftOrder, ORDERABLES } from './orderables.ts';
import { openChart, showCards, type PageOptions } from './page-options.ts';

const orderBody = z.object({
  orderable: z.string().optional(),
  note: z.string().max(500).optional(),
  draft: z.string().optional(),
  seenCards: z.boolean().optional(),
});

/** The order form: order-select on the choice, order-sign on the signature. */
export function orderRoutes(router: Router, options: PageOptions): void {
  router.get('/patients/:id/orders/new', async (request, response) => {
    const chart = await openChart(options, request, response);
    if (chart !== undefined) response.type('html').send(newOrderPage(chart, options.clock()));
  });
  router.get('/patients/:id/orders/:order', async (request, response) => {
    const chart = await openChart(options, request, response);
    const order = chart?.orders.find(({ id }) => id === request.params.order);
    if (chart === undefined) return;
    if (order === undefined) response.status(404).type('text').send('No such order.');
    else response.type('html').send(draftOrderPage(chart, order, options.clock()));
  });
  router.post('/patients/:id/hooks/order-select', async (request, response) => {
    const chart = await openChart(options, request, response);
    const order = chart === undefined ? undefined : orderOf(options, chart, request);
    if (chart === undefined) return;
    if (order === undefined) {
      response.status(400).type('text').send('Choose a procedure.');
      return;
    }
    await showCards(options, response, {
      hook: 'order-select',
      patientId: chart.patient.id ?? '',
      encounterId: chart.encounterId,
      selections: [`ServiceRequest/${order.id}`],
      draftOrders: asBundle(order),
    });
  });
  router.post('/patients/:id/orders', async (request, response) => {
    const chart = await openChart(options, request, response);
    const order = chart === undefined ? undefined : orderOf(options, chart, request);
    if (chart === undefined) return;
    if (order === undefined) response.status(400).type('text').send('Choose a procedure.');
    else await signOrder(options, chart, order, orderBody.parse(request.body).seenCards === true, response);
  });
}

/** Signing fires order-sign; a card holds the order once, and the next try signs it. */
async function signOrder(
  options: PageOptions,
  chart: PatientChart,
  order: ServiceRequest & { id: string },
  hasSeenCards: boolean,
  response: Response,
): Promise<void> {
  const patientId = chart.patient.id ?? '';
  const fired = await fireHook(options.hooks, PRACTITIONER_ID, {
    hook: 'order-sign',
    patientId,
    encounterId: chart.encounterId,
    draftOrders: asBundle(order),
  });
  const shown = fired.cards.map((card) => options.answers.cards.show(patientId, card));
  if (shown.length === 0 || hasSeenCards) {
    await options.repository.updateResource({ ...order, status: 'active', intent: 'order' });
    response.setHeader('x-order-signed', order.id);
  }
  response.type('html').send(cardsFragment(fired, shown).markup);
}

function orderOf(
  options: PageOptions,
  chart: PatientChart,
  request: Request,
): (ServiceRequest & { id: string }) | undefined {
  const body = orderBody.safeParse(request.body);
  if (!body.success) return undefined;
  const draft = chart.orders.find(({ id, status }) => id === body.data.draft && status === 'draft');
  if (draft?.id !== undefined) return { ...draft, id: draft.id };
  const orderable = ORDERABLES.find(({ id }) => id === body.data.orderable);
  if (orderable === undefined) return undefined;
  return draftOrder({
    id: randomUUID(),
    orderable,
    patientId: chart.patient.id ?? '',
    practitionerId: PRACTITIONER_ID,
    note: body.data.note || undefined,
    at: options.clock(),
  });
}

const asBundle = (order: ServiceRequest): Bundle => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [{ resource: order }],
});
