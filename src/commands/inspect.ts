import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { encodeAnnotatedFilm } from '../adapters/render/film-image.ts';
import { withFilmTools, type FilmToolOptions, type FilmTools } from '../compose/film-tools.ts';
import { researchNotice } from '../core/film/research-notice.ts';
import { TrabeculaError } from '../errors.ts';
import type { FilmReading } from '../flow/ports/film-reader.ts';
import { EXIT, type CommandContext, type RegisterCommand } from './command.ts';

interface InspectOptions extends FilmToolOptions {
  readonly preview?: string;
}

const PREVIEW_SIDE_PX = 1024;

/** `trabecula inspect film.dcm`: every step from bytes to score, or where and why it stopped. */
export const registerInspect: RegisterCommand = (program, context) => {
  program
    .command('inspect')
    .description(
      'Explain step by step what was read from a DICOM file: which view and why, which grayscale steps, what was refused and why. Exit code 1 when the film is refused.',
    )
    .argument('<file>', 'DICOM file of one film')
    .option('--preview <file.png>', 'write the film as the model saw it, with the attention map')
    .option('--models <folder>', 'folder of model packages')
    .option('--view-rules <file.json>', "a site's rules for names of views and body parts")
    .action(async (file: string, options: InspectOptions) => {
      const bytes = await readFilmFile(file);
      await withFilmTools(options, context.environment, (tools) =>
        inspect(basename(file), bytes, options, tools, context),
      );
    });
};

async function inspect(
  name: string,
  bytes: Uint8Array,
  options: InspectOptions,
  tools: FilmTools,
  context: CommandContext,
): Promise<void> {
  const { reading, steps } = await tools.reader.explain(bytes);
  const lines = [
    name,
    ...steps.map((step) => `  ${step.name.padEnd(12)} ${step.words}`),
    `  ${verdict(reading)}`,
  ];
  context.stdout.write(`${lines.join('\n')}\n${researchNotice[tools.reader.trainingData]}\n`);
  if (options.preview !== undefined)
    context.stdout.write(await writePreview(options.preview, bytes, reading, tools));
  if (reading.kind === 'refused') process.exitCode = EXIT.refused;
}

function verdict(reading: FilmReading): string {
  if (reading.kind === 'refused') return `REFUSED      ${reading.refusal.reason}: ${reading.refusal.detail}`;
  const { film } = reading;
  return `READ         as ${film.view}, model ${film.modelId} ${film.modelVersion.slice(0, 12)}, pixels ${film.pixelDigest.slice(0, 12)}`;
}

async function writePreview(
  path: string,
  bytes: Uint8Array,
  reading: FilmReading,
  tools: FilmTools,
): Promise<string> {
  const rendering = await tools.reader.renderGrey(bytes, PREVIEW_SIDE_PX);
  if (rendering.kind === 'refused')
    return `no preview: ${rendering.refusal.reason}: ${rendering.refusal.detail}\n`;
  const map = reading.kind === 'scored' ? reading.film.attention : undefined;
  const image = await encodeAnnotatedFilm(rendering.film, map, researchNotice[tools.reader.trainingData]);
  await writeFile(path, image.bytes);
  return `preview: ${path}\n`;
}

async function readFilmFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TrabeculaError('not-found', `${path} cannot be read`, { cause });
  }
}
