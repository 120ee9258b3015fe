import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root, startLocalWorkspace } from '../conformance/local-workspace.js';
import { AzureClient } from './azure-client.js';
import { findExampleFiles, matchesGlob } from './example-files.js';
import { runExamples } from './example-run.js';
import { JobFollower } from './job-follower.js';
import type { Result } from './outcome.js';
import { page } from './page.js';
import { Results } from './results.js';
import { writeStandInFiles } from './stand-in-files.js';

const CLIENT_LIMIT_MS = 180_000;
const usage =
  'Usage: npm run test:examples -- FOLDER [--only GLOB]… [--accept-only] [--again] [--minutes N] [--slots N] [--home FOLDER] [--results FILE]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true, default: [] },
    'accept-only': { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '5' },
    slots: { type: 'string', default: '2' },
    home: { type: 'string' },
    results: { type: 'string', default: join(root, 'test/results/azureml-examples.json') },
    page: { type: 'string', default: join(root, 'docs/azureml-examples.md') }
  }
});

const [folder] = positionals;
if (folder === undefined) throw new Error(usage);
await main(resolve(folder));

async function main(folder: string): Promise<void> {
  const results = new Results(values.results);
  const temporary = mkdtempSync(join(tmpdir(), 'carry-examples-'));
  const standIns = join(temporary, 'stand-ins');
  writeStandInFiles(standIns);
  const workspace = await startLocalWorkspace({}, values.home ?? join(temporary, 'home'));
  const log = `${values.results}.client.log`;
  const client = new AzureClient(workspace.environment, log, CLIENT_LIMIT_MS);
  const cli = join(folder, 'cli');
  const files = findExampleFiles(cli);
  try {
    await runExamples(files, {
      root: cli,
      standIns,
      client,
      follower: new JobFollower(workspace, Number(values.minutes) * 60_000),
      isChosen: ({ path }) =>
        (values.only.length === 0 || values.only.some(glob => matchesGlob(path, glob))) &&
        (values.again || values.only.length > 0 || results.get(path) === undefined),
      acceptOnly: values['accept-only'],
      slots: Number(values.slots),
      onResult: result => {
        results.set(result);
        print(result);
      }
    });
  } finally {
    client.stop();
    await workspace.carry('down');
    rmSync(temporary, { recursive: true, force: true });
  }
  const known = new Set(files.map(({ path }) => path));
  const rows = results.all().filter(({ path }) => known.has(path));
  writeFileSync(values.page, page(rows, tried(folder)));
  console.log(`${rows.length} of ${files.length} files: ${values.page}`);
}

function print({ path, outcome, reason, seconds }: Result): void {
  const time = seconds === undefined ? '' : ` (${seconds} s)`;
  console.log(`${outcome.padEnd(10)} ${path}${time}${reason ? `: ${reason}` : ''}`);
}

function tried(folder: string) {
  const git = ['-C', folder, 'rev-parse', '--short', 'HEAD'];
  const cores = `${cpus().length} cores and ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return {
    commit: existsSync(join(folder, '.git')) ? String(execFileSync('git', git)).trim() : 'unknown',
    client: 'azure-ai-ml 1.35.2',
    machine: `a machine with ${cores}`,
    limitMinutes: Number(values.minutes),
    packages: Object.keys(process.env).filter(name =>
      /^UV_(FIND_LINKS|OVERRIDE|CONSTRAINT|TORCH_BACKEND)$/.test(name)
    )
  };
}
