import { setTimeout as delay } from 'node:timers/promises';

/** How long a client tries again while the server is down. */
const LIMIT = 120_000;

/** Does it again until it works: what a client does whose server is killed and started again. */
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
