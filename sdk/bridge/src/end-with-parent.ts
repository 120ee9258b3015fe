/** How often the parent is looked for. */
const INTERVAL_MS = 1000;

/**
 * Calls a function once the process that started this one has ended. A Jupyter server that is killed cannot stop the bridge, which would
 * stay and hold what the server has opened.
 */
export function onParentEnd(end: () => void, parent = process.ppid): NodeJS.Timeout {
  const timer = setInterval(() => {
    if (isRunning(parent)) return;
    clearInterval(timer);
    end();
  }, INTERVAL_MS);
  return timer.unref();
}

/** An orphan gets another parent. Windows keeps the old number, so that the process itself is looked up too. */
function isRunning(parent: number): boolean {
  if (process.ppid !== parent) return false;
  try {
    process.kill(parent, 0);
    return true;
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'EPERM';
  }
}
