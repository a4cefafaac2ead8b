import type { LocalValidation } from '../model-card/model-card.ts';
import { newest, newestReportOf, ofKind } from './live-requirements.ts';
import type { DxaPositiveBySex, GoLiveRecord, ModelSet } from './records.ts';

/** A tenant's newest validation of one model version; undefined when there is none. */
export function localValidationOf(
  history: readonly GoLiveRecord[],
  modelVersion: string,
): LocalValidation | undefined {
  const report = newest(
    ofKind(history, 'validation-report').filter((r) =>
      Object.values(r.models.versions).includes(modelVersion),
    ),
  );
  if (report === undefined) return undefined;
  const { resultsAt, words, reportDigest, measured } = report;
  const day = resultsAt.toISOString().slice(0, 10);
  return {
    validity: `${day}, ${words.validity} (report ${reportDigest.slice(0, 12)})`,
    fairness: `${day}, ${words.fairness}`,
    figures: measured,
  };
}

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
