import type { Dispatcher } from 'undici';
import { TrabeculaError } from '../../errors.ts';
import { readText } from './read-text.ts';
import type { DicomJson } from '../../core/film/dicom-attributes.ts';

/**
 * Reads a DICOM JSON answer (PS3.18 annex F): an array of data sets. 204 and 404 mean none. Throws TrabeculaError
 * "upstream-refused" when the answer is something else and "too-large" beyond `maxBytes`.
 */
export async function readDicomJson(
  response: Dispatcher.ResponseData,
  maxBytes: number,
): Promise<readonly DicomJson[]> {
  if (response.statusCode === 204 || response.statusCode === 404) {
    await response.body.dump();
    return [];
  }
  const text = await readText(response, maxBytes);
  const parsed = text.trim() === '' ? [] : parse(text);
  if (!Array.isArray(parsed)) throw notDicomJson();
  return parsed.filter(isObject).map(attributesOf);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notDicomJson();
  }
}

/** Attributes that are none (a vendor's additions) are left out rather than refused: they are never read. */
function attributesOf(dataSet: object): DicomJson {
  const attributes = Object.entries(dataSet).flatMap(([tag, attribute]: [string, unknown]) => {
    if (!/^[0-9a-f]{8}$/i.test(tag) || !isObject(attribute) || typeof attribute['vr'] !== 'string') return [];
    const values: unknown = attribute['Value'];
    return [
      [
        tag.toUpperCase(),
        { vr: attribute['vr'], ...(Array.isArray(values) ? { Value: values } : {}) },
      ] as const,
    ];
  });
  return Object.fromEntries(attributes);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const notDicomJson = () =>
  new TrabeculaError('upstream-refused', 'The picture archive did not answer with DICOM JSON.');
