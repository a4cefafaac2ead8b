import type { StudyTable } from '../../../../src/core/statistics/pooling/study-table.ts';

/** AuditC of the R package `mada`: 14 studies as TP, FN, FP, TN (Kriston et al. 2008). */
const cells = [
  [47, 9, 101, 738],
  [126, 51, 272, 1543],
  [19, 10, 12, 192],
  [36, 3, 78, 276],
  [130, 19, 211, 959],
  [84, 2, 68, 89],
  [68, 0, 112, 423],
  [752, 0, 3226, 2977],
  [59, 5, 55, 136],
  [142, 50, 571, 2788],
  [137, 24, 107, 358],
  [57, 3, 103, 437],
  [34, 1, 21, 56],
  [152, 51, 88, 264],
] as const;

export const auditC: readonly StudyTable[] = cells.map(([tp, fn, fp, tn], i) => ({
  name: `study ${i + 1}`,
  truePositives: tp,
  falseNegatives: fn,
  falsePositives: fp,
  trueNegatives: tn,
}));
