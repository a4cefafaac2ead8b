import type { DicomJson } from './dicom-header.ts';
import type { StoredFilm } from './film-folder.ts';

/** Attributes of each level that a search returns (PS3.18 tables 10.6.3-3 to -5), by keyword. */
const STUDY_TAGS = {
  StudyDate: '00080020',
  StudyTime: '00080030',
  AccessionNumber: '00080050',
  ModalitiesInStudy: '00080061',
  ReferringPhysicianName: '00080090',
  StudyDescription: '00081030',
  PatientName: '00100010',
  PatientID: '00100020',
  IssuerOfPatientID: '00100021',
  PatientBirthDate: '00100030',
  PatientSex: '00100040',
  StudyInstanceUID: '0020000D',
  StudyID: '00200010',
} as const;
const NUMBER_OF_STUDY_RELATED_INSTANCES = '00201208';
const SERIES_TAGS = {
  Modality: '00080060',
  SeriesDescription: '0008103E',
  SeriesInstanceUID: '0020000E',
  SeriesNumber: '00200011',
  BodyPartExamined: '00180015',
} as const;
const INSTANCE_TAGS = {
  SOPClassUID: '00080016',
  SOPInstanceUID: '00080018',
  InstanceNumber: '00200013',
  Rows: '00280010',
  Columns: '00280011',
  NumberOfFrames: '00280008',
} as const;

const TAG_OF_KEYWORD: Readonly<Record<string, string>> = { ...STUDY_TAGS, ...SERIES_TAGS, ...INSTANCE_TAGS };

export type QidoLevel = 'study' | 'series' | 'instance';

const LEVELS: Readonly<
  Record<QidoLevel, { readonly tags: readonly string[]; readonly uid: (film: StoredFilm) => string }>
> = {
  study: {
    tags: [...Object.values(STUDY_TAGS), NUMBER_OF_STUDY_RELATED_INSTANCES],
    uid: (film) => film.studyInstanceUid,
  },
  series: {
    tags: [...Object.values(STUDY_TAGS), ...Object.values(SERIES_TAGS)],
    uid: (film) => film.seriesInstanceUid,
  },
  instance: {
    tags: [...Object.values(STUDY_TAGS), ...Object.values(SERIES_TAGS), ...Object.values(INSTANCE_TAGS)],
    uid: (film) => film.sopInstanceUid,
  },
};

export interface QidoQuery {
  /** Tag and the value to be matched: exact, wildcard (* ?), date range or UID list (PS3.4 C.2.2.2). */
  readonly matches: readonly (readonly [tag: string, value: string])[];
  readonly limit: number;
  readonly offset: number;
}

/** Reads query parameters; throws RangeError, with the parameter's name, for what is not understood. */
export function parseQidoQuery(parameters: URLSearchParams): QidoQuery {
  const matches: [string, string][] = [];
  for (const [name, value] of parameters) {
    if (['limit', 'offset', 'includefield', 'fuzzymatching'].includes(name)) continue;
    const tag = TAG_OF_KEYWORD[name] ?? (/^[0-9A-Fa-f]{8}$/.test(name) ? name.toUpperCase() : undefined);
    if (tag === undefined) throw new RangeError(`unknown search parameter ${name}`);
    if (value !== '') matches.push([tag, value]);
  }
  return {
    matches,
    limit: wholeNumber(parameters, 'limit', 1000),
    offset: wholeNumber(parameters, 'offset', 0),
  };
}

/** One data set for each study, series or instance with a film that matches, in order of UID. */
export function searchFilms(
  films: readonly StoredFilm[],
  level: QidoLevel,
  query: QidoQuery,
): readonly DicomJson[] {
  const { tags, uid } = LEVELS[level];
  const groups = Map.groupBy(films, uid);
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, group]) =>
      query.matches.every(([tag, value]) => group.some((film) => matches(film, tag, value))),
    )
    .slice(query.offset, query.offset + query.limit)
    .map(([, group]) => answerOf(group, tags));
}

function answerOf(group: readonly StoredFilm[], tags: readonly string[]): DicomJson {
  const first = group[0]?.attributes ?? {};
  const modalities = [...new Set(group.flatMap((film) => film.attributes['00080060']?.Value ?? []))];
  const all: DicomJson = {
    ...first,
    [STUDY_TAGS.ModalitiesInStudy]: { vr: 'CS', Value: modalities },
    [NUMBER_OF_STUDY_RELATED_INSTANCES]: { vr: 'IS', Value: [group.length] },
  };
  return Object.fromEntries(Object.entries(all).filter(([tag]) => tags.includes(tag)));
}

function matches(film: StoredFilm, tag: string, wanted: string): boolean {
  const element = film.attributes[tag === STUDY_TAGS.ModalitiesInStudy ? SERIES_TAGS.Modality : tag];
  const values = (element?.Value ?? []).map(asText);
  if (element?.vr === 'DA' && wanted.includes('-')) {
    const [from = '', to = ''] = wanted.split('-');
    return values.some((date) => date >= from && (to === '' || date <= to));
  }
  if (element?.vr === 'UI') return wanted.split(/[,\\]/).some((uid) => values.includes(uid));
  return values.some((value) => wildcard(wanted).test(value));
}

function asText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'Alphabetic' in value) return String(value.Alphabetic);
  return String(value);
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

function wholeNumber(parameters: URLSearchParams, name: string, otherwise: number): number {
  const text = parameters.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`${name} is not a whole number`);
  return Number(text);
}
