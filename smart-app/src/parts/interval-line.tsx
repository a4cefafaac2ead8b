/** A value with its limits on a line from 0 to 100; the figures stand beside it in words. */
export function IntervalLine({
  value,
  lower,
  upper,
}: {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}) {
  return (
    <svg viewBox="0 0 100 10" width="140" height="14" aria-hidden className="interval">
      <line className="ground" x1="0" x2="100" y1="5" y2="5" />
      <line className="limits" x1={lower} x2={upper} y1="5" y2="5" />
      <circle cx={value} cy="5" r="2.6" />
    </svg>
  );
}
