import { researchExportRecords } from '../../../src/adapters/population/research-export-store.ts';
import { researchSource } from '../../../src/adapters/population/research-source.ts';
import type { Database } from '../../../src/adapters/store/database.ts';
import type { ResearchExportReport, ResearchPatient } from '../../../src/flow/ports/research-export.ts';
import { gathered } from '../../fakes/gathered.ts';

/** What the research export reads and keeps, on the charts of the population claims. */
export function researchClaims(database: () => Database): void {
  const patients = async (tenantId: string): Promise<ResearchPatient[]> =>
    (await gathered(researchSource(database()).patients(tenantId, new AbortController().signal))).flat();

  test('the research export reads each living patient with an assessed film once, and no other tenant’s', async () => {
    expect((await patients('t')).map(({ patientId }) => patientId)).toEqual(['a', 'b', 'c', 'e', 'f']);
    expect(await patients('another')).toEqual([]);
  });

  test('a research patient has the age on the day of the film, and DXA and orders from the assessment on', async () => {
    const [, b, c] = await patients('t');
    // Born 1960-05-01, film of 2026-01-01: 65 years.
    expect(c).toEqual({
      patientId: 'c',
      ageYears: 65,
      gender: 'female',
      race: undefined,
      ethnicity: undefined,
      zip3: '941',
      filmOn: '2026-01-01',
      assessedOn: '2026-02-01',
      outcome: 'flagged',
      refusalReason: undefined,
      probability: undefined,
      modelVersions: ['m1'],
      cardShown: false,
      osteoporosis: true,
      fragilityFracture: false,
      drugFirstOn: undefined,
      dxaBeforeOn: undefined,
      dxaBeforeTScore: undefined,
      dxaOrderedOn: undefined,
      dxaAfterOn: '2026-04-01',
      dxaAfterTScore: -2.7,
    });
    expect(b?.dxaOrderedOn).toBe('2026-03-01');
  });

  test('reports of research exports are kept for their tenant, the newest first', async () => {
    const records = researchExportRecords(database());
    const report = (exportId: string, madeAt: string): ResearchExportReport => ({
      exportId,
      tenantId: 't',
      project: 'spine',
      dates: 'year',
      askedBy: 'researcher-1',
      madeAt,
      fewestAlike: 11,
      rows: 12,
      generalised: { place: 0, origin: 'under 11', age: 0 },
      withheld: { tooRare: 0, optedOut: 0 },
      note: '',
    });
    await records.keep(report('one', '2026-11-01T00:00:00.000Z'));
    await records.keep(report('two', '2026-11-02T00:00:00.000Z'));
    expect(await records.list('t')).toEqual([
      report('two', '2026-11-02T00:00:00.000Z'),
      report('one', '2026-11-01T00:00:00.000Z'),
    ]);
    expect(await records.list('another')).toEqual([]);
  });
}
