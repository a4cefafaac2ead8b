import { modelReportPage } from '../../src/report/model-report-page.ts';
import { evaluation } from '../core/model-card/card-source.ts';

test('the report shows network, baselines and the difference for both sets, all marked simulated', () => {
  const page = modelReportPage([evaluation]);
  expect(page).toContain('Simulated test set: 963 films, 222 with T ≤ −2.5');
  expect(page).toContain('Simulated shifted set');
  expect(page).toContain('baseline: age, sex and weight');
  expect(page).toContain('0.130 (0.100 to 0.160)');
  expect(page).toContain('Research model, trained on simulated radiographs, not for clinical use.');
});

test('the report shows makers, films without deformity, the fitted probability and whether int8 is admitted', () => {
  const page = modelReportPage([evaluation]);
  expect(page).toContain('vendor: dark curve, strong compression');
  expect(page).toContain(
    'Films without a deformed vertebra (840): AUC 0.810 (0.760 to 0.860); at the flagging cut sensitivity 0.770',
  );
  expect(page).toContain('both views, age and sex');
  expect(page).toContain('0.160 (0.120 to 0.200), age, sex and weight');
  expect(page).toContain(
    'int8 is admitted: over 1463 films of validation and test the AUC changes by −0.0012 and 98.8 % of the answers are equal.',
  );
});

test('published figures never stand beside simulated ones', () => {
  const page = modelReportPage([evaluation]);
  expect(page).not.toMatch(/Boonrod|published|0\.79 \(0\.76|87\.5/);
  expect(page).not.toMatch(/<script|src=|href=|NaN/);
});
