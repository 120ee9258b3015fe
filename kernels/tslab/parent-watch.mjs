import { Worker } from 'node:worker_threads';

/**
 * Ends this process soon after the process that started it is gone.
 *
 * Jupyter starts each kernel in a session of its own and ends it by a message; a Jupyter that is
 * itself killed sends none, and tslab would stay for ever. The watch is a thread, so that a cell in a
 * busy loop, which never returns to the event loop, is ended as well.
 */
export function watchParent(everyMs = 1000) {
  const watch = new Worker(new URL('./parent-watch-thread.mjs', import.meta.url), {
    workerData: { parent: process.ppid, everyMs },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 }
  });
  watch.unref();
}
