import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Each benchmark measures Carry and its peer in one run and answers a section of the report. */
const benchmarks = {
  submit: () => import('./submit.mjs'),
  workspace: () => import('./workspace.mjs'),
  adder: () => import('./adder/bench.mjs')
};

/** Those that take many minutes run only when they are named; each keeps its report in a file of its own. */
const long = {
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
const sections = [];
for (const name of chosen) {
  console.log(`${name} …`);
  const { measure } = await all[name]();
  const section = await measure();
  console.log(section);
  if (name in ownReports) writeReport(ownReports[name], name, [section]);
  else sections.push(section);
}
if (positionals.length === 0) writeReport('RESULTS.md', '', sections);
process.exit(0);

function writeReport(file, name, sections) {
  const command = `npm run bench${name && ` -- ${name}`}`;
  const report = `# Results

Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Times depend on the machine; the ratios compare what ran
side by side in one run.

${sections.join('\n\n')}
`;
  writeFileSync(fileURLToPath(new URL(file, import.meta.url)), report);
}
