import type { Request, Response } from 'express';
import type { SimulatedChart } from '../../patients/chart-builder.ts';
import { PRACTITIONER_ID } from '../../patients/chart-builder.ts';
import type { AnswerOptions } from '../cds/answer-card.ts';
import type { HookContext } from '../cds/cds-wire.ts';
import { fireHook, type HooksOptions } from '../cds/hooks.ts';
import type { ChartRepository } from '../fhir/chart-repository.ts';
import type { Launches } from '../smart/launches.ts';
import { cardsFragment } from './cards-fragment.ts';
import { readChart, type PatientChart } from './chart-reading.ts';

/** How far the films have been assessed, as the assessment service says it. */
export interface FilmProgress {
  readonly total: number;
  readonly assessedStudies: readonly string[];
}

export interface PageOptions {
  readonly repository: ChartRepository;
  readonly charts: readonly SimulatedChart[];
  readonly hooks: HooksOptions;
  readonly answers: AnswerOptions;
  readonly launches: Launches;
  readonly fhirBaseUrl: string;
  readonly appLaunchUrl: string;
  readonly filmProgress: () => Promise<FilmProgress>;
  readonly clock: () => Date;
}

/** The chart that a request names; answers 404 and gives undefined when there is none. */
export async function openChart(
  options: PageOptions,
  request: Request<{ id: string }>,
  response: Response,
): Promise<PatientChart | undefined> {
  const chart = await readChart(options.repository, request.params.id);
  if (chart === undefined) response.status(404).type('text').send('No such patient.');
  return chart;
}

/** Fires a hook, keeps and prints its cards; answers how many there were. */
export async function showCards(
  options: PageOptions,
  response: Response,
  context: HookContext,
): Promise<number> {
  const fired = await fireHook(options.hooks, PRACTITIONER_ID, context);
  const shown = fired.cards.map((card) => options.answers.cards.show(context.patientId, card));
  response.type('html').send(cardsFragment(fired, shown).markup);
  return shown.length;
}
