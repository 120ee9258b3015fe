/** What must not outlive the bench: processes and folders that it made. */
const open = new Set();

/** Does `work`, and then `ending`, however the bench ends: by its last line, by an error or by a signal. */
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
  // Newest first: what was begun last may stand on what was there before.
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
