import express, { type Router } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { PRACTITIONER_ID } from '../../patients/chart-builder.ts';
import { cardRoutes } from './card-routes.ts';
import { chartPage } from './chart-page.ts';
import { provenanceOf, type PatientChart } from './chart-reading.ts';
import { orderRoutes } from './order-routes.ts';
import { openChart, type PageOptions } from './page-options.ts';
import { patientListPage } from './patient-list-page.ts';
import { recordPage } from './record-page.ts';

const launchBody = z.object({ url: z.string(), appContext: z.string().optional() });
/** The pages of the sandbox EHR, and what they post back. */
export function pageRoutes(options: PageOptions): Router {
  const router = express.Router();
  router.use(pageHeaders(new URL(options.appLaunchUrl).origin));
  router.use('/assets', express.static(new URL('../assets', import.meta.url).pathname, { maxAge: 0 }));
  router.use(express.json({ limit: '100kb' }), express.urlencoded({ extended: false }));
  router.get('/', (_request, response) => {
    response.type('html').send(listPage(options));
  });
  router.get('/progress', async (_request, response) => {
    const { total, assessedStudies } = await options.filmProgress();
    response.json({ total, assessed: assessedStudies.length, assessedStudies });
  });
  chartRoutes(router, options);
  cardRoutes(router, options);
  orderRoutes(router, options);
  return router;
}

function pageHeaders(appOrigin: string): express.RequestHandler {
  return helmet({
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'", appOrigin],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
  });
}

function listPage(options: PageOptions): string {
  const listed = options.charts.map(({ patient, story, studies }) => ({
    patient,
    story,
    studyInstanceUids: studies.map(({ studyInstanceUid }) => studyInstanceUid),
  }));
  return patientListPage(listed, options.clock());
}

function chartRoutes(router: Router, options: PageOptions): void {
  router.get('/patients/:id', async (request, response) => {
    const chart = await openChart(options, request, response);
    if (chart === undefined) return;
    const story = options.charts.find(({ id }) => id === request.params.id)?.story ?? '';
    response.type('html').send(chartPage(chart, story, options.clock()));
  });
  router.get('/patients/:id/record', async (request, response) => {
    const chart = await openChart(options, request, response);
    if (chart === undefined) return;
    const provenances = await provenanceOf(options.repository, [...chart.riskAssessments, ...chart.tasks]);
    response.type('html').send(recordPage(chart, provenances, options.clock()));
  });
  router.post('/patients/:id/launch', async (request, response) => {
    const chart = await openChart(options, request, response);
    const body = launchBody.safeParse(request.body);
    if (chart === undefined) return;
    if (!body.success || body.data.url !== options.appLaunchUrl) {
      response.status(400).type('text').send('This app is not registered with the sandbox EHR.');
      return;
    }
    response.redirect(303, launchUrl(options, chart, body.data.appContext));
  });
}

function launchUrl(options: PageOptions, chart: PatientChart, appContext: string | undefined): string {
  const target = new URL(options.appLaunchUrl);
  target.searchParams.set('iss', options.fhirBaseUrl);
  target.searchParams.set(
    'launch',
    options.launches.open({
      patientId: chart.patient.id ?? '',
      encounterId: chart.encounterId,
      appContext: appContext === '' ? undefined : appContext,
      userId: PRACTITIONER_ID,
      needsPatientBanner: true,
    }),
  );
  return target.href;
}
