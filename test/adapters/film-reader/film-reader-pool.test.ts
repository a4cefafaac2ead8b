import { openFilmReader, type FilmReaderPool } from '../../../src/adapters/film-reader/film-reader-pool.ts';
import { defaultViewRules } from '../../../src/core/film/default-view-rules.ts';
import type { ElementSpec } from '../../dicom/dicom-bytes.ts';
import { lumbarFilm, phantomWords } from '../../dicom/lumbar-film.ts';
import { fixtureModels } from '../../fixture-paths.ts';

const settings = { modelsFolder: fixtureModels, viewRules: defaultViewRules, workers: 1 };
let reader: FilmReaderPool;

beforeAll(async () => {
  reader = await openFilmReader(settings);
});

afterAll(() => reader.close());

const code = (value: string, meaning: string): ElementSpec[] => [
  ['00080100', 'SH', value],
  ['00080102', 'SH', 'SCT'],
  ['00080104', 'LO', meaning],
];

/** A change to a film that is read, and the reason for which it then is not. */
const refusals: readonly (readonly [string, readonly ElementSpec[], string])[] = [
  ['a secondary capture', [['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.7']], 'not-an-original-radiograph'],
  ['a derived secondary image', [['00080008', 'CS', 'DERIVED\\SECONDARY']], 'not-an-original-radiograph'],
  ['an image for processing', [['00080068', 'CS', 'FOR PROCESSING']], 'for-processing-not-accepted'],
  ['two frames', [['00280008', 'IS', '2']], 'multi-frame'],
  ['eight bits', [['00280101', 'US', [8]]], 'lossy-8-bit'],
  ['a chest film', [['00180015', 'CS', 'CHEST']], 'not-lumbar'],
  ['an oblique view', [['00185101', 'CS', 'LLO']], 'view-not-standard'],
  ['tags that disagree on the view', [['00200020', 'CS', 'A\\F']], 'view-conflict'],
  ['a film on its head', [['00200020', 'CS', 'L\\H']], 'rotated'],
  [
    'a view code that the position contradicts',
    [['00540220', 'SQ', [code('399173006', 'left lateral')]]],
    'view-conflict',
  ],
  ['no pixel data', [['7FE00010', 'OW', new Uint16Array()]], 'unreadable'],
  ['a colour image', [['00280002', 'US', [3]]], 'screenshot'],
  ['BitsStored above BitsAllocated', [['00280101', 'US', [20]]], 'pixel-description-invalid'],
  [
    'a Presentation LUT Sequence',
    [['20500010', 'SQ', [[['00283003', 'LO', 'X']]]]],
    'pixel-description-invalid',
  ],
  [
    'more pixels than a film has',
    [
      ['00280010', 'US', [60000]],
      ['00280011', 'US', [60000]],
    ],
    'film-too-large',
  ],
  [
    'a film smaller than the model reads',
    [
      ['00280010', 'US', [100]],
      ['00280011', 'US', [80]],
      ['7FE00010', 'OW', phantomWords(100, 80)],
    ],
    'too-small',
  ],
  ['an inverted film', [['00280004', 'CS', 'MONOCHROME1']], 'polarity-inverted'],
];

describe('the film reader', () => {
  it('scores a lumbar film and says how it came to it', async () => {
    const { reading, steps } = await reader.explain(
      lumbarFilm([
        ['00080070', 'LO', 'Maker'],
        ['00180060', 'DS', '77'],
      ]),
    );
    expect(reading).toMatchObject({
      kind: 'scored',
      film: {
        identity: { studyInstanceUid: '1.2.3', sopInstanceUid: '1.2.3.1', acquiredOn: '2026-03-01' },
        view: 'ap',
        viewEvidence: 'ViewPosition AP',
        modelId: 'lumbar-ap-resnet18',
        modelVersion: reader.modelVersions.ap,
        acquisition: { manufacturer: 'Maker', tubeVoltageKv: 77 },
        pixelDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
      patient: { patientId: 'P1', birthDate: '1955-01-02', sex: 'female' },
    });
    expect(steps.filter((step) => step.name === 'grayscale').map((step) => step.words)).toEqual([
      '12 of 16 bits, high bit 11, unsigned',
      'no rescale',
      'window LINEAR centre 2048 width 4096',
      'MONOCHROME2: not inverted',
    ]);
  });

  it.each(refusals)('refuses %s', async (_what, changes, reason) => {
    const reading = await reader.read(lumbarFilm(changes));
    expect(reading).toMatchObject({ kind: 'refused', refusal: { reason } });
  });

  it.each([
    ['an empty file', new Uint8Array()],
    ['text', new TextEncoder().encode('not DICOM'.repeat(100))],
    ['a file cut in its pixels', lumbarFilm().subarray(0, 100_000)],
    ['a file cut in its header', lumbarFilm().subarray(0, 300)],
  ])('refuses %s as unreadable', async (_what, bytes) => {
    expect(await reader.read(bytes)).toMatchObject({ kind: 'refused', refusal: { reason: 'unreadable' } });
  });

  it('refuses a video transfer syntax', async () => {
    expect(await reader.read(lumbarFilm([], '1.2.840.10008.1.2.4.102'))).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'transfer-syntax-not-supported' },
    });
  });

  it('gives the same digest to the same pixels in another encoding and another one to other pixels', async () => {
    const implicit = lumbarFilm([], '1.2.840.10008.1.2', { explicit: false, bigEndian: false });
    const other = phantomWords(300, 256);
    other[0] = 4000;
    const digests = await Promise.all(
      [lumbarFilm(), implicit, lumbarFilm([['7FE00010', 'OW', other]])].map(async (bytes) => {
        const reading = await reader.read(bytes);
        return reading.kind === 'scored' ? reading.film.pixelDigest : reading.refusal.reason;
      }),
    );
    expect(digests[1]).toBe(digests[0]);
    expect(digests[2]).not.toBe(digests[0]);
  });

  it('leaves the caller its bytes', async () => {
    const bytes = lumbarFilm();
    await reader.read(bytes);
    expect(Buffer.compare(bytes, lumbarFilm())).toBe(0);
  });

  it('rejects when the caller gives up', async () => {
    await expect(reader.read(lumbarFilm(), AbortSignal.abort(new Error('gone')))).rejects.toThrow();
  });
});

describe('a film reader that is short of time', () => {
  it('refuses the film, replaces the worker and reads the next one', async () => {
    const hasty = await openFilmReader({ ...settings, timeoutMs: 0 });
    try {
      for (const _ of [1, 2])
        expect(await hasty.read(lumbarFilm())).toMatchObject({
          kind: 'refused',
          refusal: { reason: 'decode-limit-exceeded' },
        });
    } finally {
      await hasty.close();
    }
  });
});

describe('a film reader without models', () => {
  it('does not open', async () => {
    await expect(openFilmReader({ ...settings, modelsFolder: '/nowhere' })).rejects.toMatchObject({
      code: 'bad-model-package',
    });
  });

  it('rejects films after it was closed', async () => {
    const closed = await openFilmReader(settings);
    await closed.close();
    await expect(closed.read(lumbarFilm())).rejects.toMatchObject({ code: 'overloaded' });
  });
});

describe('a film for a viewer', () => {
  it('comes whole, with its values and its window', async () => {
    // LINEAR, centre 2048, width 4096: black at 2047.5 - 2047.5 = 0, white at 4095.
    expect(await reader.viewFilm(lumbarFilm())).toEqual({
      kind: 'ready',
      values: phantomWords(300, 256),
      rows: 300,
      columns: 256,
      black: 0,
      white: 4095,
    });
  });

  it('is refused with a reason when its pixels cannot be read', async () => {
    expect(await reader.viewFilm(lumbarFilm([['7FE00010', 'OW', new Uint16Array()]]))).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'unreadable' },
    });
  });
});
