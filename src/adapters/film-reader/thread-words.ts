/** A word of memory that the pool and its worker threads share. */
export type ThreadWord = Int32Array<SharedArrayBuffer>;

export const newThreadWord = (): ThreadWord =>
  new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Tells, across threads, that a task has begun; the word is 0 before. */
export function sayBegun(begun: ThreadWord | undefined): void {
  if (begun === undefined) return;
  Atomics.store(begun, 0, 1);
  Atomics.notify(begun, 0);
}

const CLOSED = -1;

/**
 * Does work that must not be cut: a thread that is ended inside onnxruntime-node takes the whole process with it, because
 * the addon goes on in an environment that is no more. The word counts the threads inside. Rejects, without beginning,
 * when the gate is closed.
 */
export async function insideGate<T>(gate: ThreadWord | undefined, work: () => Promise<T>): Promise<T> {
  if (gate === undefined) return work();
  enter(gate);
  try {
    return await work();
  } finally {
    Atomics.sub(gate, 0, 1);
    Atomics.notify(gate, 0);
  }
}

function enter(gate: ThreadWord): void {
  for (let inside = Atomics.load(gate, 0); ;) {
    if (inside === CLOSED) throw new Error('this thread is being ended');
    const found = Atomics.compareExchange(gate, 0, inside, inside + 1);
    if (found === inside) return;
    inside = found;
  }
}

/** Waits until nobody is inside, and lets nobody in any more: then the threads behind the gate may be ended. */
export async function closeGate(gate: ThreadWord): Promise<void> {
  for (;;) {
    const inside = Atomics.compareExchange(gate, 0, 0, CLOSED);
    if (inside === 0 || inside === CLOSED) return;
    await Atomics.waitAsync(gate, 0, inside).value;
  }
}
