import { setTimeout as delay } from 'node:timers/promises';

/** Options of every operation that sends requests. */
export interface RequestOptions {
  /** Aborts the operation, which then rejects with the signal's reason: by default an `AbortError`. */
  signal?: AbortSignal;
}

/** Waits for a number of milliseconds; rejects with the signal's reason when it aborts. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await withReason(delay(ms, undefined, { signal }), signal);
}

/** Replaces whatever error an aborted operation rejects with by the reason of its signal. */
export async function withReason<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/**
 * Starts work that others may wait for too, or joins it, and waits for it. An abort ends the waiting, and the work
 * continues; a signal that is already aborted starts nothing.
 */
export async function orAborted<T>(start: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  const shared = start();
  if (!signal) return shared;
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([shared, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
