import fc from 'fast-check';
import { Readable } from 'node:stream';
import { boundaryOf, readMultipartRelated } from '../../../src/adapters/dicomweb/multipart-related.ts';

const limits = { maxBytes: 10_000, maxParts: 3 };
const read = (body: string | Uint8Array, piece = 7, asked = limits) => {
  const bytes = Buffer.from(body);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) =>
    bytes.subarray(index * piece, (index + 1) * piece),
  );
  return readMultipartRelated(Readable.from(pieces), 'b0', asked);
};
const textOf = (part: { bytes: Uint8Array }) => Buffer.from(part.bytes).toString('latin1');

test.each([
  ['plain', 'multipart/related; type="application/dicom"; boundary=b0', 'b0'],
  [
    'Orthanc, which puts the transfer syntax inside the quoted type',
    'multipart/related; type="application/dicom; transfer-syntax=1.2.840.10008.1.2.1"; boundary=b0',
    'b0',
  ],
  ['a quoted boundary with a separator in it', 'multipart/related; boundary="a;b=c"', 'a;b=c'],
  ['capitals', 'Multipart/Related; Boundary=XyZ', 'XyZ'],
  ['another type', 'application/dicom+json', undefined],
  ['form data', 'multipart/form-data; boundary=b0', undefined],
  ['no boundary', 'multipart/related; type="application/dicom"', undefined],
  ['an empty header', '', undefined],
])('the boundary of %s', (_, contentType, boundary) => {
  expect(boundaryOf(contentType)).toBe(boundary);
});

test.each([
  ['one part', '--b0\r\nContent-Type: application/dicom\r\n\r\nDATA\r\n--b0--', ['DATA']],
  ['a preamble and an epilogue', 'hello\r\n--b0\r\nA: b\r\n\r\nDATA\r\n--b0--\r\nbye', ['DATA']],
  ['a line break before the first delimiter', '\r\n--b0\r\nA: b\r\n\r\nDATA\r\n--b0--\r\n', ['DATA']],
  ['two parts', '--b0\r\nA: b\r\n\r\nONE\r\n--b0\r\nA: b\r\n\r\nTWO\r\n--b0--\r\n', ['ONE', 'TWO']],
  ['data that look like a delimiter', '--b0\r\nA: b\r\n\r\n--b\r\n-b0\n--b0\r\n--b0--', ['--b\r\n-b0\n--b0']],
])('%s is read whole, however it is cut into pieces', async (_, body, expected) => {
  for (const piece of [1, 2, 3, 5, 1000]) {
    expect((await read(body, piece)).map(textOf)).toEqual(expected);
  }
});

test('a part keeps its content type', async () => {
  const [part] = await read('--b0\r\nContent-Type: application/dicom;a=b\r\n\r\nX\r\n--b0--');
  expect(part?.contentType).toBe('application/dicom;a=b');
});

test.each([
  ['nothing at all', ''],
  ['no delimiter', 'just text'],
  ['an end in the header', '--b0\r\nContent-Type: app'],
  ['an end in the data', '--b0\r\nA: b\r\n\r\nDAT'],
  ['an end before the closing delimiter', '--b0\r\nA: b\r\n\r\nDATA\r\n--b0'],
])('%s is a broken answer, not half a film', async (_, body) => {
  await expect(read(body)).rejects.toMatchObject({ code: 'upstream-unavailable' });
});

test.each([
  ['bytes', `--b0\r\nA: b\r\n\r\n${'x'.repeat(20_000)}\r\n--b0--`],
  ['parts', `${'--b0\r\nA: b\r\n\r\nx\r\n'.repeat(4)}--b0--`],
])('more %s than allowed is too large', async (_, body) => {
  await expect(read(body, 512)).rejects.toMatchObject({ code: 'too-large' });
});

test('a connection that breaks is a broken answer', async () => {
  const body = new Readable({ read() {} });
  const reading = readMultipartRelated(body, 'b0', limits);
  body.push('--b0\r\nA: b\r\n\r\nDATA');
  body.destroy(new Error('ECONNRESET'));
  await expect(reading).rejects.toMatchObject({ code: 'upstream-unavailable' });
});

test('any bytes come back as they were sent', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 64 }),
      async (bytes, piece) => {
        const body = Buffer.concat([
          Buffer.from('--b0\r\nContent-Type: application/dicom\r\n\r\n'),
          bytes,
          Buffer.from('\r\n--b0--'),
        ]);
        const [part] = await read(body, piece);
        expect(part?.bytes).toEqual(bytes);
      },
    ),
  );
});
