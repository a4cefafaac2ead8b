import type { LocalValidation } from '../model-card/model-card.ts';
import { newest, newestReportOf, ofKind } from './live-requirements.ts';
import type { DxaPositiveBySex, GoLiveRecord, GoLiveRecordOf, MeasuredFigure, ModelSet } from './records.ts';

/** A tenant's newest validation of one model version, for attributes 27 and 29 of its card; none when there is none. */
export function localValidationsOf(
  history: readonly GoLiveRecord[],
  modelVersion: string,
): readonly LocalValidation[] {
  const report = newestOfVersion(history, modelVersion);
  if (report === undefined) return [];
  const day = report.resultsAt.toISOString().slice(0, 10);
  return [
    {
      site: report.tenantId,
      validity: validityWords(report),
      fairness: `${day}, ${report.words.fairness}`,
    },
  ];
}

/** A tenant's newest validation of one model version, to be drawn; undefined when there is none, or none that was kept. */
export function localFiguresOf(
  history: readonly GoLiveRecord[],
  modelVersion: string,
): { readonly words: string; readonly figures: readonly MeasuredFigure[] } | undefined {
  const report = newestOfVersion(history, modelVersion);
  return report?.measured && { words: validityWords(report), figures: report.measured };
}

const newestOfVersion = (history: readonly GoLiveRecord[], modelVersion: string) =>
  newest(
    ofKind(history, 'validation-report').filter((r) =>
      Object.values(r.models.versions).includes(modelVersion),
    ),
  );

const validityWords = ({ resultsAt, words, reportDigest }: GoLiveRecordOf<'validation-report'>): string =>
  `${resultsAt.toISOString().slice(0, 10)}, ${words.validity} (report ${reportDigest.slice(0, 12)})`;

/**
 * People with osteoporosis by DXA in the newest validation of exactly these models, by sex: what a rule about one sex
 * may rest on. Nobody without such a report.
 */
export function dxaPositiveValidated(
  history: readonly GoLiveRecord[],
  models: ModelSet,
  asOf: Date,
): DxaPositiveBySex {
  return newestReportOf(models, history, asOf)?.figures.dxaPositive ?? { women: 0, men: 0 };
}
