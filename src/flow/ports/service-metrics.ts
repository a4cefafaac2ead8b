import type { FilmRefusalReason } from '../../core/film/film.ts';

/** What the service counts of itself. Labels are from closed sets: never a patient, a user or a study. */
export interface ServiceMetrics {
  httpRequest(request: {
    readonly method: string;
    /** The route's pattern, never the path. */
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  /** One answered hook: whether it found a finished assessment, waited for one, or went without. */
  hookAnswered(answer: {
    readonly tenantId: string;
    readonly hook: string;
    readonly assessment: 'finished' | 'waited' | 'not-finished' | 'no-study' | 'overloaded' | 'opted-out';
    readonly cards: number;
  }): void;
  feedback(tenantId: string, outcome: 'accepted' | 'overridden'): void;
  filmRefused(reason: FilmRefusalReason): void;
  /** Resources of another patient that were put aside. */
  resourcesRejected(tenantId: string, count: number): void;
  queueDepth(queue: string, waiting: number): void;
}
