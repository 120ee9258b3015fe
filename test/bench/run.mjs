import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { reportFailures } from '../../kernels/setup/failure.mjs';
import { setUp } from '../../kernels/setup/setup.mjs';
import { setUpTests } from '../../kernels/setup/testing/tools.mjs';

/** Each benchmark measures Carry and its peer in one run and returns a section of the report. */
const benchmarks = {
  install: () => import('./install.mjs'),
  submit: () => import('./submit.mjs'),
  workspace: () => import('./workspace.mjs'),
  environments: () => import('./environments.mjs'),
  adder: () => import('./adder/bench.mjs')
};

/** Benchmarks of many minutes, which run only when they are named; some have their own report file. */
const long = {
  sidebar: () => import('./sidebar/bench.mjs'),
  'adder-keras': () => import('./adder/keras.mjs'),
  'adder-exactness': () => import('./adder/five-seeds.mjs')
};
const ownReports = { 'adder-keras': 'adder/KERAS.md', 'adder-exactness': 'adder/EXACTNESS.md' };

const { positionals } = parseArgs({ allowPositionals: true });
const all = { ...benchmarks, ...long };
const unknown = positionals.filter(name => !(name in all));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark '${unknown[0]}'. There are: ${Object.keys(all).join(', ')}.`
  );
  process.exit(2);
}

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
const chosen = positionals.length > 0 ? positionals : Object.keys(benchmarks);
await reportFailures(async () => {
  // The benchmarks run the built packages and, as their peers, the Python clients of the test environment.
  await setUp();
  await setUpTests();
  for (const name of chosen) await bench(name);
});
process.exit();

async function bench(name) {
  console.log(`${name} …`);
  const { measure } = await all[name]();
  const section = await measure();
  console.log(section);
  const made = `by \`npm run bench -- ${name}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;
  if (name in ownReports) await writeReport(ownReports[name], made, section);
  else await writeSection(made, section);
}

async function writeReport(file, made, section) {
  const report = `# Results

Written ${made} Times depend on the machine; the ratios compare what ran
side by side in one run.

${section}
`;
  await write(fileURLToPath(new URL(file, import.meta.url)), report);
}

/** Writes a section to the common report, and replaces an older one with the same heading. */
async function writeSection(made, section) {
  const path = fileURLToPath(new URL('RESULTS.md', import.meta.url));
  const [head, ...present] = readFileSync(path, 'utf8')
    .trimEnd()
    .split(/\n\n(?=## )/);
  const [heading, ...lines] = section.split('\n');
  const written = [heading, '', `Measured ${made}`, ...lines].join('\n');
  const isOld = each => each.split('\n', 1)[0] === heading;
  const sections = present.some(isOld)
    ? present.map(each => (isOld(each) ? written : each))
    : [...present, written];
  await write(path, [head, ...sections].join('\n\n'));
}

/** Writes Markdown as the check of the format wants it. */
async function write(path, text) {
  const { format, resolveConfig } = await import('prettier');
  const options = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...options, filepath: path }));
}
