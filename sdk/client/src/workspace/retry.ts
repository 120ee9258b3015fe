import { sleep } from '../arm/client/index.js';
import { isCarryError } from '../errors/index.js';

/** How long requests are retried while a service is unavailable, for instance because it restarts. */
const RETRY_LIMIT_MS = 60_000;
const RETRY_INTERVAL_MS = 500;

/** Repeats a request while the service is unreachable or fails with a status of 500 or above, for a minute by default. */
export async function withRetries<T>(
  request: () => Promise<T>,
  options: { signal?: AbortSignal; limitMs?: number } = {}
): Promise<T> {
  const { signal, limitMs = RETRY_LIMIT_MS } = options;
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      signal?.throwIfAborted();
      const isTemporary = isCarryError(error) && error.status >= 500 && error.status !== 501;
      if (!isTemporary || Date.now() > deadline) throw error;
    }
    await sleep(RETRY_INTERVAL_MS, signal);
  }
}
