import { setTimeout as delay } from 'node:timers/promises';
import { isCarryError } from '../errors/index.js';

/** How long a service may be away, restarting for instance, before following it gives up (milliseconds). */
const PATIENCE = 60_000;
const BETWEEN = 500;

/** Asks again while the service is unreachable or fails on its own side, for a minute. */
export async function patiently<T>(
  ask: () => Promise<T>,
  options: { signal?: AbortSignal; patience?: number } = {}
): Promise<T> {
  const { signal, patience = PATIENCE } = options;
  const until = Date.now() + patience;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      signal?.throwIfAborted();
      const mayPass = isCarryError(error) && error.status >= 500 && error.status !== 501;
      if (!mayPass || Date.now() > until) throw error;
    }
    await delay(BETWEEN, undefined, { signal });
  }
}
