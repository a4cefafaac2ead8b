import type { IncomingMessage, ServerResponse } from 'node:http';
import { openDicomwebArchive } from '../../../src/adapters/dicomweb/dicomweb-archive.ts';
import type { ArchiveAccess } from '../../../src/adapters/dicomweb/archive-access.ts';
import { listening } from '../../fakes/listening.ts';

const identity = {
  studyInstanceUid: '1.2.3',
  seriesInstanceUid: '1.2.3.4',
  sopInstanceUid: '1.2.3.4.5',
  acquiredOn: undefined,
};
const signal = new AbortController().signal;
const study = (uid: string, patientId: string) => ({
  '0020000D': { vr: 'UI', Value: [uid] },
  '00100020': { vr: 'LO', Value: [patientId] },
});

type Archive = ReturnType<typeof openDicomwebArchive>;

/** Runs `use` against an archive that answers as told; says what it was asked. */
async function withArchive(
  answer: (request: IncomingMessage, response: ServerResponse, call: number) => void,
  use: (archive: Archive) => Promise<unknown>,
  access: Partial<ArchiveAccess> = {},
): Promise<{ value: unknown; error: unknown; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = await listening((request, response) => {
    asked.push(request);
    answer(request, response, asked.length);
  });
  const archive = openDicomwebArchive({
    baseUrl: `${server.baseUrl}/dicom-web/`,
    allowedHosts: ['127.0.0.1'],
    authorization: { kind: 'none' },
    ...access,
    limits: { retryDelaysMs: [1, 2, 4], requestsPerSecond: 10_000, ...access.limits },
  });
  const outcome = await use(archive).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  );
  await archive.close();
  await server.close();
  return { ...outcome, asked };
}

const json = (response: ServerResponse, body: unknown) =>
  response.writeHead(200, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));

describe('what a request carries', () => {
  test.each([
    ['nothing', { kind: 'none' }, undefined],
    ['basic credentials', { kind: 'basic', userName: 'cds', password: 'ä:1' }, 'Basic Y2RzOsOkOjE='],
    ['a bearer token', { kind: 'bearer', token: () => Promise.resolve('t0k') }, 'Bearer t0k'],
  ] as const)('%s', async (_, authorization, header) => {
    const { asked } = await withArchive(
      (_request, response) => json(response, []),
      (archive) => archive.listInstances('1.2.3', signal),
      { authorization },
    );
    expect(asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/dicom-web/studies/1.2.3/metadata', header],
    ]);
  });
});

describe('trouble', () => {
  test.each([
    [503, 4, 'upstream-unavailable'],
    [429, 4, 'upstream-unavailable'],
    [401, 1, 'upstream-refused'],
    [403, 1, 'upstream-refused'],
    [400, 1, 'upstream-refused'],
    [406, 1, 'upstream-refused'],
  ])('%i is tried %i times and is %s', async (status, tries, code) => {
    const { error, asked } = await withArchive(
      (_request, response) => response.writeHead(status).end('secret words of the server'),
      (archive) => archive.fetchInstance(identity, signal),
    );
    expect(error).toMatchObject({ code, message: `The picture archive answered ${status}.` });
    expect(asked).toHaveLength(tries);
  });

  test('what fails twice and then works has worked', async () => {
    const { value } = await withArchive(
      (_request, response, call) =>
        call < 3 ? void response.destroy() : json(response, [study('1.2.3', 'P1')]),
      (archive) => archive.findStudies({ by: 'study-uid', studyInstanceUid: '1.2.3' }, signal),
    );
    expect(value).toHaveLength(1);
  });

  test('a film that breaks off in the middle is fetched again, and comes whole', async () => {
    const whole = '--b\r\nContent-Type: application/dicom\r\n\r\nFILM\r\n--b--';
    const { value, asked } = await withArchive(
      (_request, response, call) => {
        response.writeHead(200, { 'content-type': 'multipart/related; boundary=b' });
        if (call === 1) response.write(whole.slice(0, 40), () => response.destroy());
        else if (call === 2) response.end(whole.slice(0, 50));
        else response.end(whole);
      },
      (archive) => archive.fetchInstance(identity, signal),
    );
    expect(Buffer.from(value as Uint8Array).toString()).toBe('FILM');
    expect(asked).toHaveLength(3);
  });

  test('a caller that stops is obeyed at once, also between two tries', async () => {
    const stop = new AbortController();
    const { error, asked } = await withArchive(
      (_request, response) => {
        response.writeHead(503).end();
        stop.abort(new Error('the hook is over'));
      },
      (archive) => archive.listInstances('1.2.3', stop.signal),
      { limits: { retryDelaysMs: [60_000] } },
    );
    expect(String(error)).toMatch(/the hook is over|aborted/);
    expect(asked).toHaveLength(1);
  });

  test('an archive that asks for a long pause is unavailable at once, and says for how long', async () => {
    const { error, asked } = await withArchive(
      (_request, response) => response.writeHead(503, { 'retry-after': '600' }).end(),
      (archive) => archive.listInstances('1.2.3', signal),
    );
    expect(error).toMatchObject({ code: 'upstream-unavailable', retryAfterSeconds: 600 });
    expect(asked).toHaveLength(1);
  });

  test('a pause that is asked for as an HTTP date counts by the archive’s own clock', async () => {
    const headers = {
      date: 'Mon, 02 Mar 2026 08:00:00 GMT',
      'retry-after': 'Mon, 02 Mar 2026 08:10:00 GMT',
    };
    const { error, asked } = await withArchive(
      (_request, response) => response.writeHead(503, headers).end(),
      (archive) => archive.listInstances('1.2.3', signal),
    );
    expect(error).toMatchObject({ code: 'upstream-unavailable', retryAfterSeconds: 600 });
    expect(asked).toHaveLength(1);
  });

  test('a redirect is refused and the token goes nowhere else', async () => {
    const { error, asked } = await withArchive(
      (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
      (archive) => archive.listInstances('1.2.3', signal),
      { authorization: { kind: 'bearer', token: () => Promise.resolve('t0k') } },
    );
    expect(error).toMatchObject({ code: 'upstream-refused' });
    expect(asked).toHaveLength(1);
  });

  test('an answer that never ends is given up', async () => {
    const { error } = await withArchive(
      (_request, response) => void response.writeHead(200).write('['),
      (archive) => archive.listInstances('1.2.3', signal),
      { limits: { attemptTimeoutMs: 50, retryDelaysMs: [] } },
    );
    expect(error).toMatchObject({ code: 'upstream-unavailable' });
  });

  test.each([
    ['a web page', (response: ServerResponse) => void response.end('<html>login</html>')],
    ['an object', (response: ServerResponse) => void json(response, { error: 'no' })],
  ])('%s instead of DICOM JSON is refused', async (_, respond) => {
    const { error } = await withArchive(
      (_request, response) => respond(response),
      (archive) => archive.listInstances('1.2.3', signal),
    );
    expect(error).toMatchObject({ code: 'upstream-refused' });
  });

  test.each([
    ['attributes', { maxJsonBytes: 50 }, (archive: Archive) => archive.listInstances('1.2.3', signal)],
    ['a film', { maxInstanceBytes: 50 }, (archive: Archive) => archive.fetchInstance(identity, signal)],
  ])('%s beyond the limit are too large', async (_, limits, use) => {
    const { error } = await withArchive(
      (request, response) =>
        request.url?.endsWith('metadata')
          ? json(response, [study('1.2.3', 'x'.repeat(60))])
          : response
              .writeHead(200, { 'content-type': 'multipart/related; boundary=b' })
              .end(`--b\r\n\r\n${'x'.repeat(60)}\r\n--b--`),
      use,
      { limits },
    );
    expect(error).toMatchObject({ code: 'too-large' });
  });
});

describe('searching', () => {
  const byPatient = { by: 'patient', patientId: 'P1', issuer: undefined } as const;
  const offsetOf = (request: IncomingMessage) =>
    Number(new URL(request.url ?? '', 'http://x').searchParams.get('offset'));

  test('pages are followed although the archive gives fewer than asked', async () => {
    const all = ['1.1', '1.2', '1.3'].map((uid) => study(uid, 'P1'));
    const { value, asked } = await withArchive(
      (request, response) => json(response, all.slice(offsetOf(request), offsetOf(request) + 2)),
      (archive) => archive.findStudies(byPatient, signal),
    );
    expect((value as { studyInstanceUid: string }[]).map((s) => s.studyInstanceUid)).toEqual([
      '1.1',
      '1.2',
      '1.3',
    ]);
    expect(asked.map(offsetOf)).toEqual([0, 2, 3]);
  });

  test('an archive that ignores the offset does not keep us for ever', async () => {
    const { value, asked } = await withArchive(
      (_request, response) => json(response, [study('1.1', 'P1')]),
      (archive) => archive.findStudies(byPatient, signal),
    );
    expect(value).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  test("another patient's study is left out, whatever the archive calls a match", async () => {
    const { value } = await withArchive(
      (_request, response) => json(response, [study('1.1', 'P1'), study('1.2', 'P10'), study('1.3', 'p1')]),
      (archive) => archive.findStudies(byPatient, signal),
    );
    expect(value).toMatchObject([{ studyInstanceUid: '1.1' }]);
  });

  test.each([
    ['a wildcard', { by: 'patient', patientId: '*', issuer: undefined }],
    ['a single wildcard', { by: 'accession', accessionNumber: 'A?' }],
    ['a list', { by: 'accession', accessionNumber: 'A\\B' }],
    ['nothing', { by: 'patient', patientId: ' ', issuer: undefined }],
    ['a path', { by: 'study-uid', studyInstanceUid: '1.2/../../patients' }],
  ] as const)('%s is never sent as an identifier', async (_, query) => {
    const { error, asked } = await withArchive(
      (_request, response) => json(response, []),
      (archive) => archive.findStudies(query, signal),
    );
    expect(error).toMatchObject({ code: 'bad-request' });
    expect(asked).toHaveLength(0);
  });
});

test.each([
  ['another host', 'https://evil.example/dicom-web'],
  ['another port', 'https://pacs.example:444/dicom-web'],
  ['another scheme', 'file:///etc/passwd'],
  ['credentials in the address', 'https://user@pacs.example/dicom-web'],
])('%s than the allowed one is a configuration error', (_, baseUrl) => {
  const open = () =>
    openDicomwebArchive({ baseUrl, allowedHosts: ['pacs.example:443'], authorization: { kind: 'none' } });
  expect(open).toThrow(expect.objectContaining({ code: 'bad-configuration' }));
});
