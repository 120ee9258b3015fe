import { Worker } from 'node:worker_threads';

/**
 * Ends this process soon after its parent process has ended.
 *
 * Jupyter starts each kernel in a session of its own and ends it by a message; a Jupyter that is
 * itself killed sends none, and tslab would run forever. The watch is a thread, because a cell in a busy
 * loop never returns to the event loop.
 */
export function watchParent(everyMs = 1000) {
  const watch = new Worker(new URL('./parent-watch-thread.mjs', import.meta.url), {
    workerData: { parent: process.ppid, everyMs },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 }
  });
  watch.unref();
}
