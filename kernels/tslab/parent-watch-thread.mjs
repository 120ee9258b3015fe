import { workerData } from 'node:worker_threads';

const { parent, everyMs } = workerData;

// An orphan gets a new parent id. Windows keeps the old one, so the process is looked up as well.
function parentIsGone() {
  if (process.ppid !== parent) return true;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

// `process.exit` would end the thread alone.
setInterval(() => {
  if (parentIsGone()) process.kill(process.pid, 'SIGKILL');
}, everyMs);
