import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { data } from 'dcmjs';

/** Simulated patients of the sandbox whose two films every numbered patient has a copy of, in turn. */
const MODELS = ['P01', 'P02', 'P03', 'P04'] as const;
export const VIEWS = ['ap', 'lateral'] as const;
type View = (typeof VIEWS)[number];

/** As many digits as a number has in a film: a film of another number differs in these bytes alone. */
const DIGITS = 7;
const PLACEHOLDER = 9_999_999;

const digitsOf = (number: number): string => String(number).padStart(DIGITS, '0');
const viewDigit = (view: View): number => VIEWS.indexOf(view) + 1;

export const patientIdOf = (number: number): string => `numbered-${digitsOf(number)}`;
export const numberOf = (patientId: string): number | undefined =>
  /^numbered-\d{7}$/.test(patientId) ? Number(patientId.slice('numbered-'.length)) : undefined;
/** Identifiers begin with a digit that is not nought, as a UID under 2.25 must (PS3.5 section B.2). */
export const studyUidOf = (number: number): string => `2.25.10${digitsOf(number)}`;
export const seriesUidOf = (number: number, view: View): string =>
  `2.25.2${viewDigit(view)}${digitsOf(number)}`;
export const sopUidOf = (number: number, view: View): string => `2.25.3${viewDigit(view)}${digitsOf(number)}`;
export const numberOfStudy = (studyInstanceUid: string): number =>
  Number(studyInstanceUid.slice('2.25.10'.length));

interface FilmModel {
  readonly bytes: Buffer;
  /** Where the seven digits of the number stand. */
  readonly places: readonly number[];
}

export interface NumberedFilms {
  /** The DICOM file of one view of a numbered patient. */
  film(number: number, view: View): Buffer;
  readonly birthDateOf: (number: number) => string;
  readonly sexOf: (number: number) => 'female' | 'male';
}

/** Films without end: copies of four simulated studies with identifiers of their own, dated `studyDate` (ISO). */
export function numberedFilms(filmsFolder: string, studyDate: string): NumberedFilms {
  const models = MODELS.map((name) => ({
    ap: filmModel(join(filmsFolder, `${name}-ap.dcm`), 'ap', studyDate),
    lateral: filmModel(join(filmsFolder, `${name}-lateral.dcm`), 'lateral', studyDate),
  }));
  const modelOf = (number: number) => {
    const model = models[number % models.length];
    if (model === undefined) throw new TypeError('films are numbered from 0');
    return model;
  };
  return {
    film: (number, view) => {
      const { bytes, places } = modelOf(number)[view];
      const copy = Buffer.from(bytes);
      for (const place of places) copy.write(digitsOf(number), place, 'latin1');
      return copy;
    },
    birthDateOf: (number) => modelOf(number).ap.birthDate,
    sexOf: (number) => modelOf(number).ap.sex,
  };
}

function filmModel(path: string, view: View, studyDate: string) {
  const file = data.DicomMessage.readFile(new Uint8Array(readFileSync(path)).buffer);
  const text = (tag: string) => String([file.dict[tag]?.Value].flat()[0] ?? '');
  const dataSet = { ...file.dict };
  const set = (tag: string, vr: string, value: string) => {
    dataSet[tag] = { vr, Value: [value] };
  };
  set('0020000D', 'UI', studyUidOf(PLACEHOLDER));
  set('0020000E', 'UI', seriesUidOf(PLACEHOLDER, view));
  set('00080018', 'UI', sopUidOf(PLACEHOLDER, view));
  set('00100020', 'LO', patientIdOf(PLACEHOLDER));
  for (const date of ['00080020', '00080021', '00080022', '00080023'])
    set(date, 'DA', studyDate.replaceAll('-', ''));
  file.dict = dataSet;
  file.meta = { ...file.meta, '00020003': { vr: 'UI', Value: [sopUidOf(PLACEHOLDER, view)] } };
  const bytes = Buffer.from(file.write({ fragmentMultiframe: false }));
  const birth = text('00100030');
  return {
    bytes,
    places: placesIn(bytes, view),
    birthDate: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6, 8)}`,
    sex: text('00100040') === 'M' ? ('male' as const) : ('female' as const),
  } satisfies FilmModel & Record<string, unknown>;
}

function placesIn(bytes: Buffer, view: View): readonly number[] {
  const written = [
    studyUidOf,
    (n: number) => seriesUidOf(n, view),
    (n: number) => sopUidOf(n, view),
    patientIdOf,
  ];
  return written.flatMap((identifierOf) => {
    const identifier = identifierOf(PLACEHOLDER);
    const found: number[] = [];
    for (let at = bytes.indexOf(identifier); at >= 0; at = bytes.indexOf(identifier, at + 1))
      found.push(at + identifier.length - DIGITS);
    return found;
  });
}
