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

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter(name => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark '${unknown[0]}'. There are: ${Object.keys(benchmarks).join(', ')}.`
  );
  process.exit(2);
}

const chosen = positionals.length > 0 ? positionals : Object.keys(benchmarks);
const sections = [];
for (const name of chosen) {
  console.log(`${name} …`);
  const { measure } = await benchmarks[name]();
  const section = await measure();
  console.log(section);
  sections.push(section);
}

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
const report = `# Results

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Times depend on the machine; the ratios compare what ran
side by side in one run.

${sections.join('\n\n')}
`;
if (positionals.length === 0)
  writeFileSync(fileURLToPath(new URL('RESULTS.md', import.meta.url)), report);
process.exit(0);
