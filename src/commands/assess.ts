import type { Patient } from '@medplum/fhirtypes';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolderArchive, type FolderArchive } from '../adapters/folder-archive/folder-archive.ts';
import { encodeAnnotatedFilm } from '../adapters/render/film-image.ts';
import { printCommandLineAssessment } from '../compose/print-assessment.ts';
import { digestOf } from '../compose/digest.ts';
import { withFilmTools, type FilmToolOptions, type FilmTools } from '../compose/film-tools.ts';
import { evidenceWords } from '../core/evidence/evidence-words.ts';
import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import { filmPatientOf, type FilmPatient } from '../core/film/film-patient.ts';
import type { FilmRefusal, ScoredFilm } from '../core/film/film.ts';
import { researchNotice } from '../core/film/research-notice.ts';
import type { Person } from '../core/model/combination.ts';
import { valueOf } from '../core/patient/known.ts';
import { yearsBetween } from '../core/patient/recorded-date.ts';
import { matchIdentity } from '../core/study/identity-match.ts';
import { TrabeculaError } from '../errors.ts';
import { chartPatientOf } from '../fhir/chart-patient.ts';
import { birthDateOf, sexOf } from '../fhir/normalise/person.ts';
import { readStudy } from '../flow/read-study.ts';
import { EXIT, type CommandContext, type RegisterCommand } from './command.ts';

interface AssessOptions extends FilmToolOptions {
  readonly patient?: string;
  readonly out?: string;
}

/** Larger films are refused by the reader as well; a folder may hold anything. */
const MAX_FILE_BYTES = 256 * 2 ** 20;
const PREVIEW_SIDE_PX = 1024;

/** `trabecula assess film1.dcm film2.dcm`: the assessment of plain files, in words and as files. */
export const registerAssess: RegisterCommand = (program, context) => {
  program
    .command('assess')
    .description(
      'Assess DICOM films as the service does and print the result in words. Exit code 1 when no study gave a result.',
    )
    .argument('<paths...>', 'DICOM files or folders')
    .option(
      '--patient <patient.json>',
      'FHIR Patient: age and sex for the probability; must be the patient of the films',
    )
    .option(
      '--out <folder>',
      'write the evidence as JSON, each film as PNG with its attention map and, with --patient, the FHIR resources that a record would be sent',
    )
    .option('--models <folder>', 'folder of model packages')
    .option('--precision <arithmetic>', 'fp32, or int8 where a package has it', 'fp32')
    .option('--view-rules <file.json>', "a site's rules for names of views and body parts")
    .action(async (paths: string[], options: AssessOptions) => {
      const archive = await openFolderArchive({ paths, maxInstanceBytes: MAX_FILE_BYTES });
      const patient = options.patient === undefined ? undefined : await readPatient(options.patient);
      await withFilmTools(options, context.environment, (tools) =>
        assess(archive, patient, options, tools, context),
      );
    });
};

async function assess(
  archive: FolderArchive,
  patient: Patient | undefined,
  options: AssessOptions,
  tools: FilmTools,
  context: CommandContext,
): Promise<void> {
  for (const { path, reason } of archive.unreadable) context.stderr.write(`${path}: ${reason}\n`);
  let available = 0;
  for (const studyInstanceUid of archive.studyInstanceUids) {
    const evidence = await readOneStudy(studyInstanceUid, archive, patient, tools);
    context.stdout.write(`${evidenceWords(evidence).join('\n  ')}\n\n`);
    if (evidence.kind === 'available') available += 1;
    if (options.out !== undefined)
      context.stdout.write(await writeStudy(options.out, evidence, patient, archive, tools, context));
  }
  if (available === 0) process.exitCode = EXIT.refused;
}

async function readOneStudy(
  studyInstanceUid: string,
  archive: FolderArchive,
  patient: Patient | undefined,
  tools: FilmTools,
): Promise<ImageEvidence> {
  const signal = new AbortController().signal;
  const [first] = await archive.listInstances(studyInstanceUid, signal);
  const filmPatient = filmPatientOf(first?.metadata ?? {});
  return readStudy(
    {
      tenantId: 'command-line',
      studyInstanceUid,
      person: personOf(patient, filmPatient, first?.identity.acquiredOn),
      identityRefusal: (of) => identityRefusal(of, patient),
    },
    {
      archive,
      filmReader: tools.reader,
      studyReader: tools.reader.studyReader,
      rules: { viewRules: tools.viewRules, acceptsForProcessing: acceptsForProcessing(tools) },
      digestOf,
      onImageRead: () => Promise.resolve(),
    },
    signal,
  );
}

function acceptsForProcessing({ reader }: FilmTools): boolean {
  const { suitability, score } = reader.models;
  return [suitability, score.ap, score.lateral].every((model) => model.manifest.input.acceptsForProcessing);
}

/** With a chart its birth date and sex count; without one, what the film itself says. */
function personOf(patient: Patient | undefined, film: FilmPatient, filmDay: string | undefined): Person {
  const birthDate = patient === undefined ? film.birthDate : valueOf(birthDateOf(patient));
  const filmSex = film.sex === 'other' ? undefined : film.sex;
  const years =
    birthDate === undefined || filmDay === undefined ? undefined : yearsBetween(birthDate, filmDay);
  return {
    ageYears: years !== undefined && years.least === years.most ? years.least : undefined,
    sex: patient === undefined ? filmSex : valueOf(sexOf(patient)),
  };
}

function identityRefusal(film: FilmPatient, patient: Patient | undefined): FilmRefusal | undefined {
  if (patient === undefined) return undefined;
  const match = matchIdentity(film, chartPatientOf(patient), {});
  return match.kind === 'mismatch' ? match.refusal : undefined;
}

async function writeStudy(
  folder: string,
  evidence: ImageEvidence,
  patient: Patient | undefined,
  archive: FolderArchive,
  tools: FilmTools,
  context: CommandContext,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const jsonPath = join(folder, `${evidence.studyInstanceUid ?? 'study'}.json`);
  await writeFile(jsonPath, `${JSON.stringify(evidence, null, 2)}\n`);
  const films = evidence.kind === 'available' ? evidence.films : [];
  const written = [jsonPath];
  const bundle = printCommandLineAssessment(evidence, patient, tools.reader.models, context.clock());
  if (bundle !== undefined) {
    const bundlePath = join(folder, `${evidence.studyInstanceUid ?? 'study'}.fhir.json`);
    await writeFile(bundlePath, `${JSON.stringify(bundle, null, 2)}\n`);
    written.push(bundlePath);
  }
  for (const film of films) written.push(await writeFilm(folder, film, archive, tools));
  return `${written.map((path) => `wrote ${path}`).join('\n')}\n`;
}

async function writeFilm(
  folder: string,
  film: ScoredFilm,
  archive: FolderArchive,
  { reader }: FilmTools,
): Promise<string> {
  const bytes = await archive.fetchInstance(film.identity, new AbortController().signal);
  const rendering = await reader.renderGrey(bytes, PREVIEW_SIDE_PX);
  if (rendering.kind === 'refused') throw new TrabeculaError('bad-film', rendering.refusal.detail);
  const image = await encodeAnnotatedFilm(
    rendering.film,
    film.attention,
    researchNotice[reader.trainingData],
  );
  const path = join(folder, `${film.identity.sopInstanceUid}.png`);
  await writeFile(path, image.bytes);
  return path;
}

async function readPatient(path: string): Promise<Patient> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new TrabeculaError('bad-input-file', `${path} cannot be read as JSON`, { cause });
  }
  if (
    typeof value === 'object' &&
    value !== null &&
    'resourceType' in value &&
    value.resourceType === 'Patient'
  )
    return value as Patient;
  throw new TrabeculaError('bad-input-file', `${path} is not a FHIR Patient`);
}
