import { getEventListeners } from 'node:events';
import { linkedAbort } from '../../src/adapters/linked-abort.ts';

test('ends with the signal that it is linked to, for the same reason', () => {
  const process = new AbortController();
  const { signal } = linkedAbort(process.signal);
  process.abort('stopped');
  expect([signal.aborted, signal.reason]).toEqual([true, 'stopped']);
  expect(linkedAbort(process.signal).signal.reason).toBe('stopped');
});

test('ends by itself and leaves the other alone', () => {
  const process = new AbortController();
  const own = linkedAbort(process.signal);
  own.abort('too late');
  expect([own.signal.reason, process.signal.aborted]).toEqual(['too late', false]);
});

test('leaves nothing on a signal that lives on', () => {
  const process = new AbortController();
  for (let i = 0; i < 100; i++) linkedAbort(process.signal).unlink();
  expect(getEventListeners(process.signal, 'abort')).toEqual([]);
  const kept = Object.getOwnPropertySymbols(process.signal)
    .map((symbol) => (process.signal as unknown as Record<symbol, unknown>)[symbol])
    .filter((value) => value instanceof Set && value.size > 0);
  expect(kept).toEqual([]);
});
