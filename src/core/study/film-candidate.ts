import { numberOf, textOf } from '../film/dicom-attributes.ts';
import { bodyPartByTags } from '../film/body-part-evidence.ts';
import { refusalByTags } from '../film/film-acceptance.ts';
import { filmTagsOf } from '../film/film-tags.ts';
import type { FilmIdentity, FilmRefusal, View } from '../film/film.ts';
import { viewByTags } from '../film/view-evidence.ts';
import type { ViewRules } from '../film/view-rules.ts';
import type { StudyInstance } from './study-instance.ts';

export interface FilmRules {
  readonly viewRules: ViewRules;
  /** Manifest `acceptsForProcessing` of the models in use. */
  readonly acceptsForProcessing: boolean;
}

/** A film that may be read as far as its tags tell, with what the ranking compares. */
export interface FilmCandidate {
  readonly identity: FilmIdentity;
  /** Undefined: the tags are silent, the image itself must tell. */
  readonly view: View | undefined;
  readonly viewEvidence: string;
  readonly saysLumbar: boolean;
  readonly forPresentation: boolean;
  readonly original: boolean;
  readonly lossless: boolean;
  /** Detector area in mm2 where the pixel spacing is known, else in pixels; undefined when the size is unknown. */
  readonly area: { readonly value: number; readonly unit: 'mm2' | 'px' } | undefined;
  /** Date and time of exposure as DICOM writes them, "YYYYMMDDHHMMSS.F": they sort as text. */
  readonly acquiredAt: string;
  readonly instanceNumber: number;
}

export type CandidateReading =
  | { readonly kind: 'candidate'; readonly candidate: FilmCandidate }
  | { readonly kind: 'passed-over'; readonly view: View | undefined; readonly refusal: FilmRefusal };

/** Reads one instance; `rejectedWhy` is what a rejection note says of it. */
export function readCandidate(
  instance: StudyInstance,
  rules: FilmRules,
  rejectedWhy: string | undefined,
): CandidateReading {
  const tags = filmTagsOf(instance.metadata);
  const evidence = viewByTags(tags, rules.viewRules);
  const view = evidence.kind === 'stated' ? evidence.view : undefined;
  const passedOver = (refusal: FilmRefusal): CandidateReading => ({ kind: 'passed-over', view, refusal });

  if (rejectedWhy !== undefined) return passedOver({ reason: 'film-rejected', detail: rejectedWhy });
  const refusal = refusalByTags(tags, rules.acceptsForProcessing);
  if (refusal !== undefined) return passedOver(refusal);
  const bodyPart = bodyPartByTags(tags, rules.viewRules);
  if (bodyPart.kind === 'not-lumbar') return passedOver({ reason: 'not-lumbar', detail: bodyPart.words });
  if (evidence.kind === 'refused') return passedOver(evidence.refusal);

  const { metadata, identity } = instance;
  const candidate: FilmCandidate = {
    identity,
    view,
    viewEvidence: evidence.kind === 'stated' ? evidence.words : 'the tags do not say; the image decides',
    saysLumbar: bodyPart.kind === 'lumbar',
    forPresentation: tags.presentationIntent !== 'FOR PROCESSING',
    original: tags.imageType[0] !== 'DERIVED',
    lossless: !tags.lossyCompressed,
    area: areaOf(instance),
    acquiredAt: acquiredAtOf(instance),
    instanceNumber: numberOf(metadata, '00200013') ?? 0,
  };
  return { kind: 'candidate', candidate };
}

function acquiredAtOf({ metadata }: StudyInstance): string {
  const date =
    textOf(metadata, '00080022') ?? textOf(metadata, '00080023') ?? textOf(metadata, '00080020') ?? '';
  const time = textOf(metadata, '00080032') ?? textOf(metadata, '00080033') ?? '';
  return `${date.replaceAll('.', '')}${time.replaceAll(':', '')}`;
}

function areaOf({ metadata }: StudyInstance): FilmCandidate['area'] {
  const rows = numberOf(metadata, '00280010');
  const columns = numberOf(metadata, '00280011');
  if (rows === undefined || columns === undefined) return undefined;
  // ImagerPixelSpacing at the detector, else PixelSpacing; square pixels on every radiograph detector.
  const spacingMm = numberOf(metadata, '00181164') ?? numberOf(metadata, '00280030');
  return spacingMm === undefined || spacingMm <= 0
    ? { value: rows * columns, unit: 'px' }
    : { value: rows * columns * spacingMm ** 2, unit: 'mm2' };
}
