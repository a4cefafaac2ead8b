import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Combination } from '../core/model/combination.ts';
import { siteCombination } from '../core/validation/site-combination.ts';
import type { SiteReport } from '../core/validation/site-report.ts';
import { printValidationMeasureReport } from '../fhir/validation-measure-report.ts';
import { siteReportPage } from '../report/site-report-page.ts';

/**
 * Writes a validation as a page, JSON and MeasureReport and, where every variant could be fitted, the site's own
 * combination. Returns the paths.
 */
export async function writeSiteReport(
  folder: string,
  report: SiteReport,
  shipped: Combination | undefined,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const files: [string, string][] = [
    ['report.html', siteReportPage(report)],
    ['report.json', json(report)],
    ['measure-report.json', json(printValidationMeasureReport(report))],
  ];
  const own = shipped === undefined ? undefined : siteCombination(report, shipped);
  if (own !== undefined && !('kind' in own)) files.push(['combination.json', json(own)]);
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  return files.map(([name]) => join(folder, name));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
