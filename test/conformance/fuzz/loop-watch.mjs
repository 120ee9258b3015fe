import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Measures how long a turn of the server's event loop holds it. The fuzz preloads this file into the server with NODE_OPTIONS.
 *
 * The processor time of the main thread is measured rather than elapsed time, because other processes may keep the machine busy. The
 * loading of modules and schemas before the first request does not count.
 */
const { LOOP_HOLDS_FILE: file, LOOP_HOLDS_COUNT: count = '20' } = process.env;
const INTERVAL_MS = 5;
const REPORTED_MS = 30;
const MAX_REPORTS = Number(count);

if (file && /sdk\/local\/dist\/main\.js$/.test(process.argv[1] ?? ''))
  subscribe('http.server.request.start', watch());

function watch() {
  const open = new Set();
  const longest = [];
  let recent = [];
  let before;

  const tick = () => {
    const now = processorTime();
    const milliseconds = (now - before) / 1e6;
    before = now;
    if (milliseconds > REPORTED_MS) {
      longest.push({ milliseconds, requests: [...new Set([...recent, ...open])].slice(0, 20) });
      longest.sort((a, b) => b.milliseconds - a.milliseconds).splice(MAX_REPORTS);
      report(longest);
      before = processorTime();
    }
    recent = [];
  };

  subscribe('http.server.response.finish', ({ request }) => {
    open.delete(describe(request));
    recent.push(describe(request));
  });
  return ({ request }) => {
    if (before === undefined) {
      before = processorTime();
      report([]);
      setInterval(tick, INTERVAL_MS).unref();
    }
    open.add(describe(request));
    recent.push(describe(request));
  };
}

/** Replaces the file in one step, because the test may be reading it. */
function report(holds) {
  writeFileSync(`${file}.new`, JSON.stringify(holds));
  renameSync(`${file}.new`, file);
}

/** Nanoseconds that the main thread has run. */
function processorTime() {
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]);
}

function describe({ method, url }) {
  return `${method} ${url.slice(0, 400)}`;
}
