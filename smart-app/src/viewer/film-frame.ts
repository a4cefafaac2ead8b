import type { FrameFacts } from '../../../src/http/app-api/send-frame.ts';

/** A film as the service hands it to the viewer: values that rise with brightness, and the device's window on them. */
export interface FilmFrame extends FrameFacts {
  readonly sopInstanceUid: string;
  readonly values: Uint16Array;
  readonly lowest: number;
  readonly highest: number;
}

/** Calls our service with the user's token (`Session`). */
interface Caller {
  readonly call: (path: string) => Promise<Response>;
}

/** Fetches a film at full resolution with the user's token. Throws SessionFailure; RangeError when bytes are missing. */
export async function fetchFrame(session: Caller, sopInstanceUid: string): Promise<FilmFrame> {
  const response = await session.call(`films/${sopInstanceUid}/frame`);
  const facts = JSON.parse(response.headers.get('X-Film-Frame') ?? '{}') as FrameFacts;
  const values = valuesOf(await response.arrayBuffer());
  if (values.length === 0 || values.length !== facts.rows * facts.columns)
    throw new RangeError('the film did not arrive whole');
  const [lowest, highest] = endsOf(values);
  return { ...facts, sopInstanceUid, values, lowest, highest };
}

/** Little-endian on the wire, whatever the machine is. */
function valuesOf(buffer: ArrayBuffer): Uint16Array {
  const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (isLittleEndian) return new Uint16Array(buffer, 0, Math.floor(buffer.byteLength / 2));
  const wire = new DataView(buffer);
  return Uint16Array.from({ length: Math.floor(buffer.byteLength / 2) }, (_, i) =>
    wire.getUint16(2 * i, true),
  );
}

function endsOf(values: Uint16Array): [number, number] {
  let lowest = 65_535;
  let highest = 0;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}
