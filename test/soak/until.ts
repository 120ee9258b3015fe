import { setTimeout as delay } from 'node:timers/promises';

/** How long a client retries while the server is down. */
const LIMIT = 120_000;

/** Repeats a call until it succeeds, like a client whose server is killed and restarted. */
export async function until(work: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + LIMIT;
  for (;;)
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(30);
    }
}
