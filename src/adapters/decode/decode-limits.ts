/**
 * What one film may cost. A full-spine film of 3000 x 9000 pixels still passes; a decompression bomb does not. The
 * bound on memory that follows is stated in docs/imaging.md.
 */
export const decodeLimits = {
  encodedBytes: 256 * 2 ** 20,
  inflatedBytes: 256 * 2 ** 20,
  pixels: 40_000_000,
  sequenceDepth: 16,
} as const;
