import type { CodedConcept } from './dicom-attributes.ts';
import type { FilmRefusal, View } from './film.ts';
import type { FilmTags } from './film-tags.ts';
import { matchingTerm, type ViewRules } from './view-rules.ts';

/** What one source says of the view. */
export interface ViewStatement {
  readonly source: string;
  readonly says: View | 'not-standard' | 'rotated';
}

export type ViewEvidence =
  | { readonly kind: 'stated'; readonly view: View; readonly words: string }
  | { readonly kind: 'unstated' }
  | { readonly kind: 'refused'; readonly refusal: FilmRefusal };

/**
 * Which view an object says it is: ViewCodeSequence, ViewPosition, PatientOrientation, then the descriptions by the
 * site's rules. The first source that speaks decides, and every later one that speaks must agree: a conflict is
 * refused, never guessed. "unstated" leaves the question to the image classifier.
 */
export function viewByTags(tags: FilmTags, rules: ViewRules): ViewEvidence {
  const statements = statementsOf(tags, rules);
  const [first] = statements;
  if (first === undefined) return { kind: 'unstated' };
  const bad = statements.find(
    (statement) => statement.says === 'not-standard' || statement.says === 'rotated',
  );
  if (bad !== undefined)
    return refused(
      bad.says === 'rotated' ? 'rotated' : 'view-not-standard',
      `${bad.source} is not a standard view`,
    );
  const other = statements.find((statement) => statement.says !== first.says);
  if (other !== undefined)
    return refused('view-conflict', `${first.source} says ${first.says}, ${other.source} says ${other.says}`);
  return { kind: 'stated', view: first.says as View, words: statements.map((s) => s.source).join('; ') };
}

/** What the tags say and what the image classifier saw, together: they must agree. */
export function viewWithClassifier(stated: ViewEvidence, classified: View): ViewEvidence {
  switch (stated.kind) {
    case 'refused':
      return stated;
    case 'unstated':
      return { kind: 'stated', view: classified, words: 'image classifier' };
    case 'stated':
      return stated.view === classified
        ? stated
        : refused('view-conflict', `${stated.words} says ${stated.view}, the image looks ${classified}`);
  }
}

function statementsOf(tags: FilmTags, rules: ViewRules): readonly ViewStatement[] {
  const statements = [
    ...tags.viewCodes.map(codeStatement),
    positionStatement(tags.viewPosition),
    orientationStatement(tags.patientOrientation),
    descriptionStatement('SeriesDescription', tags.seriesDescription, rules),
    descriptionStatement('ProtocolName', tags.protocolName, rules),
    descriptionStatement('AcquisitionDeviceProcessingDescription', tags.processingDescription, rules),
  ];
  return statements.filter((statement) => statement !== undefined);
}

/** CID 4010 "DX View" (PS3.16), SNOMED CT codes and the SNOMED-RT ones that older objects carry. */
const viewOfCode: Readonly<Record<string, View>> = {
  '399348003': 'ap', // antero-posterior
  'R-10206': 'ap',
  '272479007': 'ap', // postero-anterior: the same projection plane
  'R-10214': 'ap',
  '399033003': 'ap', // frontal
  'R-10202': 'ap',
  '399067008': 'lateral',
  'R-102CD': 'lateral',
  '399173006': 'lateral', // left lateral
  'R-10236': 'lateral',
  '399198007': 'lateral', // right lateral
  'R-10232': 'lateral',
  '30730003': 'lateral', // sagittal
  'G-A145': 'lateral',
};

function codeStatement(code: CodedConcept): ViewStatement | undefined {
  if (!['SCT', 'SRT', 'SNM3'].includes(code.scheme)) return undefined;
  const named = code.meaning === undefined ? code.value : `${code.value} ${code.meaning}`;
  return { source: `ViewCodeSequence ${named}`, says: viewOfCode[code.value] ?? 'not-standard' };
}

/**
 * Defined terms of View Position (PS3.3 sections C.8.1.3 and C.8.11.5). LLD and RLD say how the patient lies, not
 * where the beam goes: they name cross-table frontal films as well as lateral ones, so they say nothing here.
 */
const viewOfPosition: Readonly<Record<string, View | 'not-standard'>> = {
  AP: 'ap',
  PA: 'ap',
  LL: 'lateral',
  RL: 'lateral',
  LLO: 'not-standard',
  RLO: 'not-standard',
  LAO: 'not-standard',
  RAO: 'not-standard',
  LPO: 'not-standard',
  RPO: 'not-standard',
  // Not defined terms, but what devices write.
  LAT: 'lateral',
  LATERAL: 'lateral',
  OBL: 'not-standard',
  OBLIQUE: 'not-standard',
};

function positionStatement(position: string | undefined): ViewStatement | undefined {
  const says = viewOfPosition[position?.toUpperCase() ?? ''];
  return says === undefined ? undefined : { source: `ViewPosition ${position ?? ''}`, says };
}

/**
 * PatientOrientation (PS3.3 section C.7.6.1.1.1): rows toward left or right make a frontal film, toward anterior or
 * posterior a lateral one; columns must run toward the feet, otherwise the film stands on its head or lies down.
 */
function orientationStatement(orientation: readonly string[]): ViewStatement | undefined {
  const [row = '', column = ''] = orientation;
  if (row === '' || column === '') return undefined;
  const source = `PatientOrientation ${row}\\${column}`;
  if (!column.startsWith('F')) return { source, says: 'rotated' };
  if (/^[LR]/.test(row)) return { source, says: 'ap' };
  return /^[AP]/.test(row) ? { source, says: 'lateral' } : { source, says: 'rotated' };
}

/** A description that names both views ("AP and lateral") names the examination, not this film. */
function descriptionStatement(
  attribute: string,
  text: string | undefined,
  rules: ViewRules,
): ViewStatement | undefined {
  if (text === undefined) return undefined;
  const notStandard = matchingTerm(text, rules.notStandard);
  if (notStandard !== undefined) return { source: `${attribute} has "${notStandard}"`, says: 'not-standard' };
  const ap = matchingTerm(text, rules.ap);
  const lateral = matchingTerm(text, rules.lateral);
  if (ap !== undefined && lateral === undefined) return { source: `${attribute} has "${ap}"`, says: 'ap' };
  if (lateral !== undefined && ap === undefined)
    return { source: `${attribute} has "${lateral}"`, says: 'lateral' };
  return undefined;
}

function refused(reason: FilmRefusal['reason'], detail: string): ViewEvidence {
  return { kind: 'refused', refusal: { reason, detail } };
}
