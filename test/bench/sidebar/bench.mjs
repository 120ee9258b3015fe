import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Failure } from '../../../kernels/setup/failure.mjs';
import { inRoot } from '../../../kernels/setup/places.mjs';
import { findBrowser } from '../../../kernels/setup/testing/browser.mjs';
import { runVitest } from '../../../kernels/setup/testing/vitest.mjs';
import { median } from '../home.mjs';

const built = inRoot('extension', 'jupyterlab_carry', 'labextension', 'static');

/** Measures the sidebar in a real browser, beside a real JupyterLab and workspace. */
export async function measure() {
  const figures = await measured();
  const { paints, frames, search, FEW, MANY, one, several, TABS, before, after, lines } = figures;
  const [few, many] = [median(paints.few), median(paints.many)];
  const size = bytesOf(built);
  const rows = [
    [
      `first paint of ${MANY.toLocaleString('en')} runs`,
      `${many.toFixed(0)} ms`,
      `of ${FEW} runs: ${few.toFixed(0)} ms`,
      times(many / few),
      'under 2 times'
    ],
    [
      `a search by name in them`,
      `${search.toFixed(0)} ms`,
      'with the wait for the last key',
      '',
      ''
    ],
    [
      'a frame while they scroll, 300 px each',
      `${frames.median.toFixed(1)} ms`,
      `worst: ${frames.worst.toFixed(0)} ms; over 50 ms: ${frames.slow} of ${frames.count}`,
      '',
      'no jerk that is felt'
    ],
    [
      'requests of a tab that follows a run',
      `${one.requests.toFixed(2)} /s`,
      `${TABS} tabs: ${several.requests.toFixed(2)} /s each`,
      '',
      'under 1 /s'
    ],
    [
      'messages to it',
      `${one.messages.toFixed(2)} /s`,
      `${(one.bytes / 1000).toFixed(1)} kB/s`,
      '',
      ''
    ],
    [
      `the page's memory after ${lines.toLocaleString('en')} lines of a log`,
      megabytes(after.page),
      `at the run's start: ${megabytes(before.page)}`,
      times(after.page / before.page),
      'under 1.5 times'
    ],
    [
      "the bridge's memory then",
      megabytes(after.bridge),
      `at the run's start: ${megabytes(before.bridge)}`,
      before.bridge ? times(after.bridge / before.bridge) : '',
      ''
    ],
    ['bytes of the labextension', megabytes(size.plain), `gzip: ${megabytes(size.gzip)}`, '', '']
  ];
  return [
    '## The sidebar',
    '',
    `In a real browser without a screen, medians of ${paints.few.length} page loads each. Load of the machine at the end: ${loadavg()[0].toFixed(1)}.`,
    '',
    '| | the sidebar | beside it | ratio | aim |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(cells => `| ${cells.join(' | ')} |`)
  ].join('\n');
}

async function measured() {
  const browser = await findBrowser();
  if (!browser.path) throw new Failure(`The sidebar cannot be measured: ${browser.reason}.`);
  const folder = mkdtempSync(join(tmpdir(), 'carry-figures-'));
  const file = join(folder, 'figures.json');
  try {
    const env = { CARRY_FIGURES: file, CHROMIUM_PATH: browser.path };
    const failed = (await runVitest('figures', { env })).filter(
      ({ outcome }) => outcome !== 'passed'
    );
    if (failed.length > 0) throw new Failure(`${failed[0].name}: ${failed[0].reason}`);
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the bytes of the scripts in a folder, as they are and as a server sends them. */
function bytesOf(folder) {
  const scripts = readdirSync(folder).filter(name => name.endsWith('.js'));
  const contents = scripts.map(name => readFileSync(join(folder, name)));
  const sum = sizes => sizes.reduce((total, size) => total + size, 0);
  return {
    plain: sum(contents.map(content => content.length)),
    gzip: sum(contents.map(content => gzipSync(content).length))
  };
}

const times = ratio => `${ratio.toFixed(2)} times`;
const megabytes = bytes => (bytes === null ? 'unknown' : `${(bytes / 1e6).toFixed(1)} MB`);
