/**
 * Processes items with at most `limit` at a time. The first failure, or an abort, aborts the signal of the work in
 * progress, and the result rejects with it once all work has ended, so that nothing continues behind the caller's back.
 */
export async function inParallel<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal
): Promise<void> {
  const failure = new AbortController();
  const ended = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const queue = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && !ended.aborted; next = queue.next())
      await work(next.value, ended).catch((error: unknown) => {
        failure.abort(error);
      });
  };
  await Promise.all(Array.from({ length: limit }, worker));
  ended.throwIfAborted();
}
