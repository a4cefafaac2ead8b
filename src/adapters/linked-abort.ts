/** A signal of its own that also ends when another does, until it is unlinked. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
  /** To be called when the work is done, whatever became of it. */
  unlink(): void;
}

/**
 * For work under a signal that lives as long as the process: what `AbortSignal.any` hangs on such a signal is never let go
 * (Node 24.9), and screening made the process grow by 3 kB a study.
 */
export function linkedAbort(to: AbortSignal): LinkedAbort {
  const own = new AbortController();
  const follow = () => own.abort(to.reason);
  to.addEventListener('abort', follow, { once: true });
  if (to.aborted) follow();
  return {
    signal: own.signal,
    abort: (reason) => own.abort(reason),
    unlink: () => to.removeEventListener('abort', follow),
  };
}
