import type { ImageEvidence } from '../../src/core/evidence/image-evidence.ts';
import type { FilmRefusalReason } from '../../src/core/film/film.ts';
import type { LumbarStudy } from '../../src/core/study/study-choice.ts';
import { readFirstLumbar } from '../../src/flow/read-first-lumbar.ts';

/** "chest?" and so on: a question mark is a study whose chart names no body part. */
const candidate = (name: string): LumbarStudy => ({
  study: { studyInstanceUid: name } as LumbarStudy['study'],
  lumbar: name.endsWith('?') ? 'unstated' : 'stated',
  evidence: '',
  use: 'card',
});

const reasons: Readonly<Record<string, FilmRefusalReason>> = {
  'chest?': 'not-lumbar',
  'report?': 'no-lumbar-film',
  'rotated?': 'rotated',
  wrong: 'not-lumbar',
};

async function readOf(names: readonly string[]) {
  const read: string[] = [];
  const chosen = await readFirstLumbar(names.map(candidate), ({ study }) => {
    const name = study.studyInstanceUid ?? '';
    read.push(name);
    const reason = reasons[name] ?? 'blank';
    const evidence: ImageEvidence = {
      kind: 'unavailable',
      refusal: { reason, detail: '' },
      studyInstanceUid: name,
    };
    return Promise.resolve(evidence);
  });
  return [chosen?.candidate.study.studyInstanceUid, read.length];
}

test.each<[string, readonly string[], readonly [string | undefined, number]]>([
  ['no candidate', [], [undefined, 0]],
  ['the newest is lumbar', ['lumbar', 'older'], ['lumbar', 1]],
  ['the newest is a chest film that the chart does not name', ['chest?', 'lumbar'], ['lumbar', 2]],
  ['two such before the lumbar one', ['chest?', 'report?', 'lumbar'], ['lumbar', 3]],
  ['a lumbar film that is refused is the answer', ['rotated?', 'older'], ['rotated?', 1]],
  ['a study charted as lumbar is the answer though its films are not', ['wrong', 'older'], ['wrong', 1]],
  ['nothing lumbar anywhere: the newest', ['report?', 'chest?'], ['report?', 2]],
  [
    'no more than five are looked into',
    ['chest?', 'chest?', 'chest?', 'chest?', 'chest?', 'lumbar'],
    ['chest?', 5],
  ],
])('%s', async (_, names, expected) => {
  expect(await readOf(names)).toEqual(expected);
});
