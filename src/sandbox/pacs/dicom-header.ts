import { data } from 'dcmjs';

/** A data set in DICOM JSON (PS3.18 annex F). */
export type DicomJson = Record<string, { vr: string; Value?: unknown[] }>;

export interface DicomHeader {
  readonly transferSyntaxUid: string;
  readonly attributes: DicomJson;
}

const TRANSFER_SYNTAX_UID = '00020010';
const PIXEL_DATA = '7FE00010';
/** Bulk values are not put into metadata (PS3.18 section 10.4.1.1.2 lets a server leave them out). */
const BULK = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);

/** Reads everything before the pixels. Throws what dcmjs throws when the bytes are no DICOM file. */
export function readDicomHeader(bytes: Uint8Array): DicomHeader {
  const buffer = new Uint8Array(bytes).buffer;
  const file = data.DicomMessage.readFile(buffer, { untilTag: PIXEL_DATA, includeUntilTagValue: false });
  const syntax = file.meta[TRANSFER_SYNTAX_UID]?.Value;
  return {
    transferSyntaxUid: Array.isArray(syntax) ? String(syntax[0]) : '1.2.840.10008.1.2',
    attributes: toDicomJson(file.dict),
  };
}

type ParsedDataSet = (typeof data.DicomDict)['prototype']['dict'];

function toDicomJson(dataSet: ParsedDataSet): DicomJson {
  const json: DicomJson = {};
  for (const [tag, element] of Object.entries(dataSet).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (tag === PIXEL_DATA || element.vr === undefined || BULK.has(element.vr)) continue;
    const values = Array.isArray(element.Value) ? (element.Value as unknown[]) : [];
    const written = values.filter((value) => value !== null && value !== undefined && value !== '');
    json[tag] =
      written.length === 0
        ? { vr: element.vr }
        : {
            vr: element.vr,
            Value: element.vr === 'SQ' ? written.map((item) => toDicomJson(item as ParsedDataSet)) : written,
          };
  }
  return json;
}
