/** Tells, across threads, that a task has begun; the word is 0 before. */
export function sayBegun(begun: Int32Array<SharedArrayBuffer> | undefined): void {
  if (begun === undefined) return;
  Atomics.store(begun, 0, 1);
  Atomics.notify(begun, 0);
}
