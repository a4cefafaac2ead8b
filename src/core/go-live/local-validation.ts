import type { LocalValidation } from '../model-card/model-card.ts';
import { newest, ofKind } from './live-requirements.ts';
import type { GoLiveRecord } from './records.ts';

/** A tenant's newest validation of one model version, for attributes 27 and 29 of its card; none when there is none. */
export function localValidationsOf(
  history: readonly GoLiveRecord[],
  modelVersion: string,
): readonly LocalValidation[] {
  const report = newest(
    ofKind(history, 'validation-report').filter((r) =>
      Object.values(r.models.versions).includes(modelVersion),
    ),
  );
  if (report === undefined) return [];
  const day = report.resultsAt.toISOString().slice(0, 10);
  return [
    {
      site: report.tenantId,
      validity: `${day}, ${report.words.validity} (report ${report.reportDigest.slice(0, 12)})`,
      fairness: `${day}, ${report.words.fairness}`,
    },
  ];
}
