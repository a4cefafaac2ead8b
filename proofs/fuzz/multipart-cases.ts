import { Readable } from 'node:stream';
import { readDicomJson } from '../../src/adapters/dicomweb/dicom-json.ts';
import { boundaryOf, readMultipartRelated } from '../../src/adapters/dicomweb/multipart-related.ts';
import { archivedStudyOf } from '../../src/adapters/dicomweb/qido-query.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import { filmPatientOf } from '../../src/core/film/film-patient.ts';
import { filmIdentityOf } from '../../src/core/film/film-tags.ts';
import { chooseFilms } from '../../src/core/study/film-choice.ts';
import { TrabeculaError } from '../../src/errors.ts';
import { lumbarFilm } from '../../test/dicom/lumbar-film.ts';
import { seededRandom } from '../simulated-sites/random.ts';
import {
  below,
  flipBits,
  insertNoise,
  joined,
  overwriteNumber,
  pick,
  removeBlock,
  repeatBlock,
  truncate,
  type Mutation,
} from './byte-mutations.ts';
import type { FuzzTarget } from './fuzz-target.ts';

const limits = { maxBytes: 4 * 2 ** 20, maxParts: 8 };
const CODES = ['upstream-unavailable', 'upstream-refused', 'too-large'];

/**
 * Damaged answers of an archive: the Content-Type line, a blank line, the body. A multipart body goes through the
 * multipart reader in pieces whose size the bytes decide; any other through the DICOM JSON reader and what reads that.
 */
export function multipartTarget(): Promise<FuzzTarget> {
  const run = async (bytes: Uint8Array): Promise<string> => {
    try {
      return await readAnswer(bytes);
    } catch (error) {
      if (error instanceof TrabeculaError && CODES.includes(error.code)) return error.code;
      throw error;
    }
  };
  return Promise.resolve({ seeds: seedAnswers(), mutations: multipartMutations, run, fingerprint: run });
}

async function readAnswer(bytes: Uint8Array): Promise<string> {
  const text = Buffer.from(bytes);
  const end = text.indexOf('\r\n\r\n');
  const contentType = text.subarray(0, Math.max(end, 0)).toString('latin1');
  const body = text.subarray(end + 4);
  const boundary = boundaryOf(contentType);
  if (boundary !== undefined) {
    const parts = await readMultipartRelated(inPieces(body), boundary, limits);
    return `parts ${parts.length}`;
  }
  const response = { statusCode: 200, headers: {}, body: inPieces(body) };
  const dataSets = await readDicomJson(response as never, limits.maxBytes);
  for (const dataSet of dataSets) {
    archivedStudyOf(dataSet);
    filmPatientOf(dataSet);
  }
  const instances = dataSets.flatMap((metadata) => {
    const identity = filmIdentityOf(metadata);
    return identity === undefined ? [] : [{ identity, metadata }];
  });
  return `json ${chooseFilms(instances, { viewRules: defaultViewRules, acceptsForProcessing: false }).kind}`;
}

/** The same bytes are always cut in the same places. */
function inPieces(body: Buffer): Readable {
  const random = seededRandom(body.length);
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const length = 1 + below(random, pick(random, [3, 80, 65_536]));
    pieces.push(body.subarray(at, at + length));
    at += length;
  }
  return Readable.from(pieces, { objectMode: false });
}

const BOUNDARY = 'f0a1-boundary';

function seedAnswers(): FuzzTarget['seeds'] {
  const film = Buffer.from(lumbarFilm().subarray(0, 6000));
  const part = (content: Uint8Array) =>
    joined(
      Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`),
      content,
      Buffer.from('\r\n'),
    );
  const answer = (contentType: string, ...body: readonly Uint8Array[]) =>
    joined(Buffer.from(`${contentType}\r\n\r\n`), ...body);
  const close = Buffer.from(`--${BOUNDARY}--\r\n`);
  const plain = `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`;
  const orthanc = `multipart/related; type="application/dicom; transfer-syntax=1.2.840.10008.1.2.1"; boundary=${BOUNDARY}`;
  const metadata = Buffer.from(JSON.stringify([instanceMetadata('1.2.3.1'), instanceMetadata('1.2.3.2')]));
  return [
    { name: 'one part', bytes: answer(plain, part(film), close) },
    { name: 'orthanc', bytes: answer(orthanc, Buffer.from('preamble\r\n'), part(film), close) },
    {
      name: 'several parts',
      bytes: answer(plain, part(film), part(film), part(Buffer.from('--f0a1')), close),
    },
    { name: 'metadata', bytes: answer('application/dicom+json', metadata) },
  ];
}

function instanceMetadata(sopInstanceUid: string): unknown {
  const value = (vr: string, ...values: unknown[]) => ({ vr, Value: values });
  return {
    '00080016': value('UI', '1.2.840.10008.5.1.4.1.1.1.1'),
    '00080018': value('UI', sopInstanceUid),
    '00080020': value('DA', '20260301'),
    '00100010': value('PN', { Alphabetic: 'Simulated^Ada' }),
    '00100020': value('LO', 'P1'),
    '0020000D': value('UI', '1.2.3'),
    '0020000E': value('UI', '1.2.3.0'),
    '00280010': value('US', 3000),
    '00181164': value('DS', 0.1, 0.1),
    '00540220': value('SQ', { '00080100': value('SH', '399348003'), '00080102': value('SH', 'SCT') }),
  };
}

/** Thousands of delimiters, header lines or JSON brackets: work that grows with the square of the input would show. */
function flood(bytes: Uint8Array, random: Random): Uint8Array {
  const start = below(random, bytes.length);
  const unit = pick(random, [
    `\r\n--${BOUNDARY}`,
    `\r\n--${BOUNDARY}\r\n\r\n`,
    'a: b\r\n',
    '\r\n',
    '[',
    '{"a":',
    '-',
  ]);
  const flooded = Buffer.from(unit.repeat(1 + below(random, 20_000)));
  return joined(bytes.subarray(0, start), flooded, bytes.subarray(start));
}

type Random = Parameters<Mutation>[1];

const multipartMutations: FuzzTarget['mutations'] = {
  'bit flips': [30, flipBits],
  truncation: [20, truncate],
  'number lies': [10, overwriteNumber],
  'removed block': [14, removeBlock],
  'repeated block': [10, repeatBlock],
  noise: [10, insertNoise],
  flood: [6, flood],
};
