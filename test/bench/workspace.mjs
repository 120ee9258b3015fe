import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, root, withWorkspace } from './home.mjs';

const ROUNDS = 5;

/** How long `carry up` takes until the workspace answers, and what it holds then. */
export async function measure() {
  const times = [];
  const memory = [];
  await withWorkspace(async ({ home, carry, environment }) => {
    for (let i = 0; i < ROUNDS; i++) {
      carry('down');
      const start = Date.now();
      execFileSync(process.execPath, [join(root, 'sdk/dist/cli/main.js'), 'up'], {
        env: environment
      });
      times.push(Date.now() - start);
      const { pid } = JSON.parse(readFileSync(join(home, 'service.json'), 'utf8'));
      memory.push(
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
      );
    }
  });
  return [
    '## The local workspace',
    '',
    `Median of ${ROUNDS} starts; aims: ready in under 2 s, under 150 MB.`,
    '',
    '| | |',
    '| --- | --- |',
    `| \`carry up\` until it answers | ${(median(times) / 1000).toFixed(2)} s |`,
    `| memory held (resident) | ${Math.round(median(memory))} MB |`
  ].join('\n');
}
