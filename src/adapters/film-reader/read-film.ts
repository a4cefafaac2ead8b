import { createHash } from 'node:crypto';
import { refusalByTags } from '../../core/film/film-acceptance.ts';
import { bodyPartByTags } from '../../core/film/body-part-evidence.ts';
import type { FilmIdentity, FilmRefusal, FilmRefusalReason, View } from '../../core/film/film.ts';
import { filmAcquisitionOf } from '../../core/film/film-acquisition.ts';
import { filmPatientOf, type FilmPatient } from '../../core/film/film-patient.ts';
import { filmIdentityOf, filmTagsOf, type FilmTags } from '../../core/film/film-tags.ts';
import { viewByTags, viewWithClassifier, type ViewEvidence } from '../../core/film/view-evidence.ts';
import { refusalBySize } from '../../core/model/film-size.ts';
import { tensorOf } from '../../core/model/model-input.ts';
import { scoreOf } from '../../core/model/model-output.ts';
import { suitabilityOf } from '../../core/model/suitability.ts';
import { filmWithinSquare } from '../../core/radiograph/area-average.ts';
import { filmSquares, type FilmSquares } from '../../core/radiograph/film-squares.ts';
import { grayscaleTable, type GrayscaleTable } from '../../core/radiograph/grayscale.ts';
import { findPolarity } from '../../core/radiograph/polarity-check.ts';
import type { StoredFrame } from '../../core/radiograph/stored-frame.ts';
import type { FilmReading } from '../../flow/ports/film-reader.ts';
import { decodeFrame } from '../decode/decode-frame.ts';
import { parseDicomFile, type DicomFile } from '../decode/dicom-file.ts';
import { encodedFrameOf } from '../decode/encoded-frame.ts';
import { FilmRefused } from '../decode/film-refused.ts';
import { grayscaleDescriptionOf } from '../decode/grayscale-attributes.ts';
import type { FilmReadingParts } from './film-reading-parts.ts';

/** One thing that was done with a film, in the order in which it was done, in words without patient data. */
export interface FilmStep {
  readonly name:
    | 'file'
    | 'acceptance'
    | 'body part'
    | 'view'
    | 'pixels'
    | 'grayscale'
    | 'polarity'
    | 'suitability'
    | 'score';
  readonly words: string;
}

export interface ReadFilm {
  readonly reading: FilmReading;
  readonly steps: readonly FilmStep[];
}

/** What is known of the film so far, so that a refusal carries it whenever it comes. */
interface Progress {
  identity: FilmIdentity | undefined;
  patient: FilmPatient | undefined;
  view: View | undefined;
  readonly steps: FilmStep[];
}

/** The whole way of one film from bytes to a score or a reason. Blocks its thread: for workers only. */
export async function readFilm(bytes: Uint8Array, parts: FilmReadingParts): Promise<ReadFilm> {
  const progress: Progress = { identity: undefined, patient: undefined, view: undefined, steps: [] };
  await parts.codecs.renewSpoilt();
  try {
    return { reading: await scoreFilm(bytes, parts, progress), steps: progress.steps };
  } catch (error) {
    if (!(error instanceof FilmRefused)) throw error;
    const { identity, view, patient, steps } = progress;
    return { reading: { kind: 'refused', identity, view, refusal: error.refusal, patient }, steps };
  }
}

async function scoreFilm(
  bytes: Uint8Array,
  parts: FilmReadingParts,
  progress: Progress,
): Promise<FilmReading> {
  const file = parseDicomFile(bytes);
  const patient = filmPatientOf(file.attributes);
  progress.patient = patient;
  const identity = filmIdentityOf(file.attributes);
  progress.identity = identity;
  note(progress, 'file', `${bytes.byteLength} bytes, ${file.transferSyntax.name}`);
  if (identity === undefined)
    throw new FilmRefused('unreadable', 'a study, series or SOP instance UID is missing');
  const tags = filmTagsOf(file.attributes);
  const stated = acceptByTags(tags, parts, progress);
  const { frame, grayscale } = decodeGrayscale(file, parts, progress);
  const squares = filmSquares(frame, grayscale.table);
  const { view, words } = await acceptByImage(frame, grayscale, squares, stated, parts, progress);
  const { manifest, version } = parts.models.score[view];
  refuseIf(refusalBySize(frame.filmRows, frame.filmColumns, manifest.input));
  const averaged = squares(manifest.input);
  const output = await parts.networks[view].run(tensorOf(averaged, manifest.input));
  const scored = scoreOf(manifest, output);
  if (scored === undefined) throw new FilmRefused('unreadable', 'the network gave no number for this film');
  const { refuseAbove } = manifest.outputs.novelty;
  if (scored.novelty > refuseAbove)
    throw new FilmRefused(
      'out-of-distribution',
      `novelty ${scored.novelty.toPrecision(3)} is above ${refuseAbove}`,
    );
  note(
    progress,
    'score',
    `${manifest.id}: score ${scored.score.toFixed(3)}, novelty ${scored.novelty.toPrecision(3)}`,
  );
  const film = {
    identity,
    view,
    viewEvidence: words,
    pixelDigest: createHash('sha256').update(averaged).digest('hex'),
    modelVersion: version,
    modelId: manifest.id,
    acquisition: filmAcquisitionOf(file.attributes),
    ...scored,
  };
  return { kind: 'scored', film, patient };
}

/** Refuses by what the object says of itself; returns what it says of its view. */
function acceptByTags(tags: FilmTags, parts: FilmReadingParts, progress: Progress): ViewEvidence {
  refuseIf(refusalByTags(tags, acceptsForProcessing(parts)));
  note(progress, 'acceptance', `${tags.modality ?? 'modality absent'}, ${tags.imageType.join('\\')}`);
  const bodyPart = bodyPartByTags(tags, parts.viewRules);
  if (bodyPart.kind === 'not-lumbar') throw new FilmRefused('not-lumbar', bodyPart.words);
  note(progress, 'body part', bodyPart.kind === 'unstated' ? 'not stated' : `lumbar: ${bodyPart.words}`);
  const stated = viewByTags(tags, parts.viewRules);
  if (stated.kind === 'refused') throw new FilmRefused(stated.refusal.reason, stated.refusal.detail);
  if (stated.kind === 'stated') progress.view = stated.view;
  note(progress, 'view', stated.kind === 'stated' ? `${stated.view}: ${stated.words}` : 'not stated');
  return stated;
}

function acceptsForProcessing(parts: FilmReadingParts): boolean {
  const { suitability, score } = parts.models;
  return [suitability, score.ap, score.lateral].every((model) => model.manifest.input.acceptsForProcessing);
}

function decodeGrayscale(
  file: DicomFile,
  parts: FilmReadingParts,
  progress: Progress,
): { readonly frame: StoredFrame; readonly grayscale: GrayscaleTable } {
  const description = grayscaleDescriptionOf(file);
  const frame = decodeFrame(encodedFrameOf(file), parts.codecs, parts.neededSidePx);
  const reduced = frame.reducedLevels === 0 ? '' : `, decoded at 1/${2 ** frame.reducedLevels}`;
  note(progress, 'pixels', `${frame.filmColumns} x ${frame.filmRows}${reduced}`);
  const grayscale = grayscaleTable(description, frame);
  for (const words of grayscale.steps) note(progress, 'grayscale', words);
  if (grayscale.kind === 'refused') throw new FilmRefused(grayscale.refusal.reason, grayscale.refusal.detail);
  return { frame, grayscale };
}

/** Refuses by what the image shows; returns the view on which tags and image agree. */
async function acceptByImage(
  frame: StoredFrame,
  grayscale: GrayscaleTable,
  squares: FilmSquares,
  stated: ViewEvidence,
  parts: FilmReadingParts,
  progress: Progress,
): Promise<{ readonly view: View; readonly words: string }> {
  const { manifest } = parts.models.suitability;
  refuseIf(refusalBySize(frame.filmRows, frame.filmColumns, manifest.input));
  const square = squares(manifest.input);
  const polarity = findPolarity(filmWithinSquare(square, manifest.input, frame));
  note(progress, 'polarity', polarity === 'no-air' ? 'no direct-exposure air in view' : polarity);
  if (polarity === 'inverted') throw new FilmRefused('polarity-inverted', 'air is white on the film');
  if (polarity === 'no-air' && grayscale.polarityContradicted)
    throw new FilmRefused('polarity-unproven', 'the tags contradict each other and no air is in view');
  const answer = await parts.networks.suitability.run(tensorOf(square, manifest.input));
  const verdict = suitabilityOf(manifest, answer);
  if (verdict.kind === 'unsuitable') throw new FilmRefused(verdict.refusal.reason, verdict.refusal.detail);
  note(progress, 'suitability', `the image looks lumbar ${verdict.view} (${verdict.share.toFixed(2)})`);
  const agreed = viewWithClassifier(stated, verdict.view);
  if (agreed.kind !== 'stated') throw new FilmRefused(...refusalOf(agreed));
  progress.view = agreed.view;
  return agreed;
}

function refusalOf(evidence: Exclude<ViewEvidence, { kind: 'stated' }>): [FilmRefusalReason, string] {
  return evidence.kind === 'refused'
    ? [evidence.refusal.reason, evidence.refusal.detail]
    : ['view-unknown', 'neither tags nor image say the view'];
}

function refuseIf(refusal: FilmRefusal | undefined): void {
  if (refusal !== undefined) throw new FilmRefused(refusal.reason, refusal.detail);
}

function note(progress: Progress, name: FilmStep['name'], words: string): void {
  progress.steps.push({ name, words });
}
