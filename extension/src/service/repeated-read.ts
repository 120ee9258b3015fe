import type { ServiceError } from './service-error.js';

/** The wait before the second, third, … attempt. */
const WAITS_MS = [250, 500, 1000, 2000];

/** Codes of errors that pass: the Jupyter server or the bridge starts again. */
const PASSING: readonly string[] = ['ServerUnreachable', 'BridgeUnreachable'];

/**
 * Sends a request that changes nothing, and sends it again while the service does not respond: a page that was loaded while the bridge
 * starts would else show an error of the past.
 */
export async function repeatedRead<T>(
  send: () => Promise<T>,
  signal?: AbortSignal,
  wait: (ms: number) => Promise<void> = pause
): Promise<T> {
  for (const ms of WAITS_MS) {
    try {
      return await send();
    } catch (e) {
      if (signal?.aborted || !PASSING.includes((e as Partial<ServiceError>).code ?? '')) throw e;
    }
    await wait(ms);
    signal?.throwIfAborted();
  }
  return send();
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
