import { fetchFrame } from '../../smart-app/src/viewer/film-frame.ts';

const sessionWith = (values: Uint16Array<ArrayBuffer>) => ({
  call: () =>
    Promise.resolve(
      new Response(values, {
        headers: { 'X-Film-Frame': JSON.stringify({ rows: 2, columns: 2, black: 10, white: 20 }) },
      }),
    ),
});

test('a frame has its values, its window, and its darkest and brightest value', async () => {
  expect(await fetchFrame(sessionWith(Uint16Array.of(7, 65_535, 20, 10)), '1.2.3')).toEqual({
    sopInstanceUid: '1.2.3',
    rows: 2,
    columns: 2,
    black: 10,
    white: 20,
    values: Uint16Array.of(7, 65_535, 20, 10),
    lowest: 7,
    highest: 65_535,
  });
});

test('a frame that did not arrive whole is not shown in part', async () => {
  await expect(fetchFrame(sessionWith(Uint16Array.of(7, 8, 9)), '1.2.3')).rejects.toThrow('whole');
});
