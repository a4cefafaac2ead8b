import { least, mean, memoryTrend } from '../../proofs/soak/memory-trend.ts';

const HOUR = 3_600_000;
/** Two samples in each hour, the second one higher by `swing`; a last sample opens the hour that is left out. */
const samples = (hourly: readonly number[], swing: number) =>
  [...hourly, 0].flatMap((bytes, hour) => [
    { atMs: hour * HOUR, bytes },
    { atMs: hour * HOUR + HOUR / 2, bytes: bytes + swing },
  ]);

test('a steady climb is its slope, with an interval of no width', () => {
  const trend = memoryTrend(samples([10, 14, 18, 22], 2), HOUR, mean);
  expect(trend?.perHour).toBeCloseTo(4);
  expect(trend?.low).toBeCloseTo(4);
  expect(trend?.high).toBeCloseTo(4);
});

test('scatter widens the interval by Student’s t', () => {
  // Figures 1, 3, 2 at hours 0.5, 1.5, 2.5: slope ((-1)(-1) + (1)(0)) / 2 = 0.5, residuals -0.5, 1, -0.5 with squares
  // 1.5, standard error sqrt(1.5 / 1 / 2) = 0.8660; t with 1 degree of freedom 12.706: margin 11.004.
  const trend = memoryTrend(samples([1, 3, 2], 0), HOUR, mean);
  expect(trend).toMatchObject({ blocks: 3 });
  expect(trend?.perHour).toBeCloseTo(0.5);
  expect(trend?.high).toBeCloseTo(0.5 + 11.004, 2);
  expect(trend?.low).toBeCloseTo(0.5 - 11.004, 2);
});

test('the floor of the heap does not see what is collected again', () => {
  const swinging = samples([5, 5, 5], 40).map((sample, index) => ({
    ...sample,
    bytes: sample.bytes + index,
  }));
  // Floors 5 + 0, 5 + 2, 5 + 4.
  expect(memoryTrend(swinging, HOUR, least)?.perHour).toBeCloseTo(2);
});

test('two blocks give no interval, so no verdict', () => {
  expect(memoryTrend(samples([1, 2], 0), HOUR, mean)).toBeUndefined();
});
