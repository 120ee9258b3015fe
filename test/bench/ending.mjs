/** Clean-ups that must run before the benchmark exits: they end its processes and remove its folders. */
const open = new Set();

/** Runs `work` and then `ending`, also if the benchmark ends with an error or a signal. */
export async function withEnding(ending, work) {
  const end = () => {
    if (open.delete(end)) ending();
  };
  open.add(end);
  listen();
  try {
    return await work();
  } finally {
    end();
  }
}

let listens = false;

function listen() {
  if (listens) return;
  listens = true;
  // Newest first, because a later resource may depend on an earlier one.
  process.on('exit', () => {
    for (const end of [...open].reverse())
      try {
        end();
      } catch (error) {
        console.error(error);
      }
  });
  for (const [signal, code] of [
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ])
    process.on(signal, () => process.exit(code));
}
