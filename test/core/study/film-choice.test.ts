import fc from 'fast-check';
import { defaultViewRules } from '../../../src/core/film/default-view-rules.ts';
import { chooseFilms } from '../../../src/core/study/film-choice.ts';
import type { StudyInstance } from '../../../src/core/study/study-instance.ts';
import { instance, rejectionNote } from './instances.ts';

const rules = { viewRules: defaultViewRules, acceptsForProcessing: false };
const ap = (name: string, attributes = {}) => instance(name, { ViewPosition: 'AP', ...attributes });
const lateral = (name: string, attributes = {}) => instance(name, { ViewPosition: 'LL', ...attributes });

/** The choice as names: views in order of preference, and the reason of each film passed over. */
function choose(instances: readonly StudyInstance[], acceptsForProcessing = false) {
  const choice = chooseFilms(instances, { ...rules, acceptsForProcessing });
  const names = (films: readonly { film: { identity: { sopInstanceUid: string } } }[]) =>
    films.map(({ film }) => film.identity.sopInstanceUid).join(' ');
  const passedOver = Object.fromEntries(
    choice.passedOver.map(({ identity, refusal }) => [identity.sopInstanceUid, refusal.reason]),
  );
  return choice.kind === 'none'
    ? { none: choice.refusal.reason, passedOver }
    : {
        ap: names(choice.byView.ap),
        lateral: names(choice.byView.lateral),
        unstated: names(choice.viewUnstated),
        behind: choice.byView.ap[1]?.behindBecause ?? choice.byView.lateral[1]?.behindBecause,
        passedOver,
      };
}

const pair = { ap: 'a', lateral: 'l', unstated: '', behind: undefined, passedOver: {} };

test.each<[string, readonly StudyInstance[], object]>([
  ['a plain pair is read', [ap('a'), lateral('l')], pair],
  [
    'a film whose tags do not say its view waits for the image to tell',
    [ap('a'), instance('u', { ViewPosition: undefined })],
    { ap: 'a', unstated: 'u', lateral: '' },
  ],
  [
    'of repeats the later exposure goes first',
    [ap('a', { AcquisitionTime: '120000' }), ap('b', { AcquisitionTime: '120130.5' })],
    { ap: 'b a', behind: 'was exposed earlier than the repeat' },
  ],
  [
    // 1200 x 1500 of 3000 x 2500 pixels is 24 % of the field: a coned view, though it came later and says only "LL".
    'a coned spot view without a name does not take the place of the whole lateral film',
    [lateral('l'), lateral('spot', { Rows: 1200, Columns: 1500, AcquisitionTime: '120500' })],
    { lateral: 'l spot', behind: 'covers a much smaller field, as a coned view does' },
  ],
  [
    // 430 x 350 mm at 0.1 mm and at 0.2 mm are the same field: the later one goes first.
    'another pixel size is not a smaller field',
    [
      ap('fine', { Rows: 4300, Columns: 3500, ImagerPixelSpacing: [0.1, 0.1] }),
      ap('coarse', { Rows: 2150, Columns: 1750, ImagerPixelSpacing: [0.2, 0.2], AcquisitionTime: '130000' }),
    ],
    { ap: 'coarse fine' },
  ],
  [
    'the for-processing twin is passed over unless the model accepts it',
    [ap('a'), ap('raw', { PresentationIntentType: 'FOR PROCESSING' })],
    { ap: 'a', passedOver: { raw: 'for-processing-not-accepted' } },
  ],
  [
    'a lossy copy of the same exposure goes last',
    [ap('lossy', { LossyImageCompression: '01' }), ap('z')],
    { ap: 'z lossy', behind: 'is lossy compressed' },
  ],
  [
    'an original goes before what is derived from it',
    [ap('derived', { ImageType: ['DERIVED', 'PRIMARY'] }), ap('z')],
    { ap: 'z derived', behind: 'is derived from an original' },
  ],
  [
    'of two that nothing tells apart the lower UID goes first',
    [ap('b'), ap('a')],
    { ap: 'a b', behind: 'has a higher UID, all else being equal' },
  ],
  [
    'a rejected film is not read, whoever made the note last',
    [ap('bad', { AcquisitionTime: '125900' }), ap('a'), lateral('l'), rejectionNote('113001', ['bad'])],
    { ap: 'a', lateral: 'l', passedOver: { bad: 'film-rejected' } },
  ],
  [
    'a film of the wrong worklist entry is another patient: not read',
    [ap('a'), rejectionNote('113038', ['a'])],
    { none: 'film-rejected' },
  ],
  [
    'a key object that is no rejection note ("for teaching") changes nothing',
    [ap('a'), lateral('l'), rejectionNote('113004', ['a'])],
    pair,
  ],
  [
    'one UID with two descriptions is trusted in neither',
    [ap('a'), ap('a', { Rows: 100 }), lateral('l')],
    { ap: '', lateral: 'l', passedOver: { a: 'duplicate-with-different-bytes' } },
  ],
  ['the same description twice is one film', [ap('a'), ap('a'), lateral('l')], pair],
  ['a study of notes alone has no film', [rejectionNote('113001', [])], { none: 'no-lumbar-film' }],
  ['an empty study has no film', [], { none: 'no-lumbar-film' }],
  [
    'films refused for one reason give that reason',
    [ap('a', { BodyPartExamined: 'CHEST' }), lateral('l', { BodyPartExamined: 'CHEST' })],
    { none: 'not-lumbar' },
  ],
  [
    'films refused for different reasons give the general one',
    [ap('a', { BodyPartExamined: 'CHEST' }), lateral('l', { SeriesDescription: 'L-spine flexion' })],
    { none: 'no-lumbar-film', passedOver: { a: 'not-lumbar', l: 'view-not-standard' } },
  ],
])('%s', (_, instances, expected) => {
  expect(choose(instances)).toMatchObject(expected);
});

test('a model that accepts for-processing images still prefers the presentation twin', () => {
  const raw = ap('raw', { PresentationIntentType: 'FOR PROCESSING', AcquisitionTime: '120001' });
  expect(choose([raw, ap('z')], true)).toMatchObject({ ap: 'z raw', behind: 'is the for-processing twin' });
});

test.each<[string, Record<string, unknown>, string]>([
  ['flexion', { SeriesDescription: 'LWS Funktionsaufnahme Flexion' }, 'view-not-standard'],
  ['oblique', { ViewPosition: 'LPO' }, 'view-not-standard'],
  ['bending', { SeriesDescription: 'lumbar bending left' }, 'view-not-standard'],
  ['spot', { SeriesDescription: 'L5-S1 spot lateral' }, 'view-not-standard'],
  ['full spine', { SeriesDescription: 'whole spine stitched' }, 'view-not-standard'],
  ['intra-operative', { SeriesDescription: 'L-spine intraop lateral' }, 'view-not-standard'],
  ['secondary capture', { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7' }, 'not-an-original-radiograph'],
  ['derived', { ImageType: ['DERIVED', 'SECONDARY'] }, 'not-an-original-radiograph'],
  ['multi-frame', { NumberOfFrames: 12 }, 'multi-frame'],
  ['computed tomography', { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2' }, 'not-an-original-radiograph'],
  [
    'two tags that contradict each other',
    { ViewPosition: 'AP', PatientOrientation: ['A', 'F'] },
    'view-conflict',
  ],
])('%s is left out beside a good film', (_, attributes, reason) => {
  const choice = choose([ap('a'), instance('odd', { ViewPosition: undefined, ...attributes })]);
  expect(choice).toMatchObject({ ap: 'a', lateral: '', unstated: '', passedOver: { odd: reason } });
});

test('the choice does not depend on the order in which the archive lists the films', () => {
  const study = [
    ap('a1'),
    ap('a2', { AcquisitionTime: '120100' }),
    ap('a3', { AcquisitionTime: '120100', LossyImageCompression: '01' }),
    ap('a4', { Rows: 900, Columns: 900, AcquisitionTime: '120900' }),
    ap('a5', { BodyPartExamined: undefined, ImagerPixelSpacing: [0.14, 0.14] }),
    lateral('l1'),
    lateral('l2', { ImageType: ['DERIVED', 'PRIMARY'] }),
    instance('u', { ViewPosition: undefined }),
    ap('bad'),
    rejectionNote('113001', ['bad']),
    ap('twin'),
    ap('twin', { Rows: 10 }),
  ];
  const expected = chooseFilms(study, rules);
  fc.assert(
    fc.property(fc.shuffledSubarray(study, { minLength: study.length }), (shuffled) => {
      expect(chooseFilms(shuffled, rules)).toEqual(expected);
    }),
  );
});
