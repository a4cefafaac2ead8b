/** Decodes one film at the resolution for a network and prints the memory that it took: `decode-once.ts FILE NEEDED_SIDE`. */
import { readFileSync } from 'node:fs';
import { loadCodecs } from '../../src/adapters/decode/codecs.ts';
import { decodeFrame } from '../../src/adapters/decode/decode-frame.ts';
import { parseDicomFile } from '../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../src/adapters/decode/encoded-frame.ts';

const [path = '', neededSidePx = ''] = process.argv.slice(2);
const codecs = await loadCodecs();
const bytes = new Uint8Array(readFileSync(path));
const before = process.resourceUsage().maxRSS;
decodeFrame(encodedFrameOf(parseDicomFile(bytes)), codecs, Number(neededSidePx));
const after = process.resourceUsage().maxRSS;
process.stdout.write(JSON.stringify({ addedKilobytes: after - before, restingKilobytes: before }));
