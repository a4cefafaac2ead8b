import type { FilmReading } from '../../src/flow/ports/film-reader.ts';
import { validateSite, type SiteValidation } from '../../src/flow/validate-site.ts';
import { siteReportPage } from '../../src/report/site-report-page.ts';
import { rules, setting } from '../core/validation/simulated-site.ts';

const scored = (person: string, study: string, view: 'ap' | 'lateral', score: number): FilmReading => ({
  kind: 'scored',
  film: {
    identity: {
      studyInstanceUid: study,
      seriesInstanceUid: `${study}.1`,
      sopInstanceUid: `${study}.1.${view}`,
      acquiredOn: '2025-05-01',
    },
    view,
    viewEvidence: 'test',
    pixelDigest: '',
    score,
    modelVersion: 'v',
    modelId: 'm',
    attention: { rows: 1, columns: 1, values: [0] },
    novelty: 0,
    acquisition: { manufacturer: 'Maker <A>', modelName: undefined, tubeVoltageKv: undefined },
  },
  patient: { patientId: person, issuer: undefined, birthDate: '1955-01-01', sex: 'female' },
});

/** A reader that knows its films by number: the "bytes" of file i are [i]. */
function portsFor(readings: readonly FilmReading[], trainingData: 'simulated' | 'clinical' = 'clinical') {
  return {
    filmReader: {
      read: async (bytes: Uint8Array) => readings[bytes[0]!]!,
      modelVersions: { ap: 'a'.repeat(64), lateral: 'b'.repeat(64) },
      trainingData,
    },
    onFilmRead: () => {},
  };
}

function siteOf(readings: readonly FilmReading[], osteoporosis: (i: number) => boolean): SiteValidation {
  return {
    films: readings.map((_, i) => ({ bytes: async () => new Uint8Array([i]) })),
    dxaResults: readings.map((_, i) => ({
      personId: `p${i}`,
      performedOn: '2025-06-01',
      spineTScore: osteoporosis(i) ? -3 : -1,
      hipTScore: undefined,
      treatmentStarts: [],
    })),
    rules,
    setting,
    precision: 'fp32',
  };
}

const twenty = Array.from({ length: 20 }, (_, i) => scored(`p${i}`, `1.${i}`, 'ap', i % 4 === 0 ? 1 : 0));
const signal = new AbortController().signal;

test('every film is read and paired, whatever the order in which readings end', async () => {
  const report = await validateSite(
    siteOf(twenty, (i) => i % 5 === 0),
    portsFor(twenty),
    3,
    signal,
  );
  expect(report.found).toBe('20 files in a folder, 0 of them unreadable');
  expect(report.pairing.analysed).toBe(20);
  const [together] = report.scores;
  // positives 0, 5, 10, 15; flagged 0, 4, 8, 12, 16: one true positive
  expect(together!.accuracy).toMatchObject({
    table: { truePositives: 1, falsePositives: 4, falseNegatives: 3 },
  });
  expect(report.models.versions.ap).toBe('a'.repeat(64));
});

test('two films of one study are one case; a refused film beside a scored one does not exclude it', async () => {
  const refused: FilmReading = {
    kind: 'refused',
    identity: {
      studyInstanceUid: '1.0',
      seriesInstanceUid: 's',
      sopInstanceUid: 'i',
      acquiredOn: '2025-05-01',
    },
    view: 'lateral',
    refusal: { reason: 'clipped', detail: '' },
    patient: undefined,
  };
  const nothing: FilmReading = {
    ...refused,
    identity: undefined,
    refusal: { reason: 'unreadable', detail: '' },
  };
  const readings = [...twenty, refused, nothing];
  const report = await validateSite(
    siteOf(readings, (i) => i % 5 === 0),
    portsFor(readings),
    2,
    signal,
  );
  expect(report.found).toBe('22 files in a folder, 1 of them unreadable');
  expect(report.pairing.analysed).toBe(20);
});

test('a study whose films name two patients is excluded', async () => {
  const mixed = [...twenty, scored('p1', '1.0', 'lateral', 0)];
  const report = await validateSite(
    siteOf(mixed, (i) => i % 5 === 0),
    portsFor(mixed),
    1,
    signal,
  );
  expect(report.pairing.excluded).toEqual({ 'no-person': 1 });
});

test('an empty folder is refused', async () => {
  await expect(
    validateSite(
      siteOf([], () => true),
      portsFor([]),
      1,
      signal,
    ),
  ).rejects.toThrow('holds no files');
});

test('the page needs nothing from elsewhere and escapes what the site gave', async () => {
  const report = await validateSite(
    siteOf(twenty, (i) => i % 5 === 0),
    portsFor(twenty),
    1,
    signal,
  );
  const page = siteReportPage({ ...report, title: 'Site <script>alert(1)</script>' });
  expect(page).not.toMatch(/<script|src=|href=|url\(|@import/);
  expect(page).toContain('Site &lt;script&gt;');
  expect(page).toContain('manufacturer: Maker &lt;A&gt;');
  expect(page).not.toContain('NaN');
});

test('a page of simulated-trained models and simulated people says so beside every figure of its own', async () => {
  const site = siteOf(twenty, (i) => i % 5 === 0);
  const simulated = { ...site, setting: { ...setting, patients: 'simulated' as const } };
  const report = await validateSite(simulated, portsFor(twenty, 'simulated'), 1, signal);
  const page = siteReportPage(report);
  expect(page).toContain('Research model, trained on simulated radiographs, not for clinical use.');
  expect(page).toContain('together: simulated people, model trained on simulated radiographs');
  expect(page).toContain('DarkNet-19, lateral (published, clinical films)');
  expect(page).not.toMatch(/\b(rule-out|ruled out|negative result|normal result)\b/i);
});
