import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { median } from '../home.mjs';
import { finished, submit } from './jobs.mjs';
import { timeOf, wireOf } from './wire.mjs';

const ROUNDS = Number(process.env.R ?? 3);
const JOBS = Number(process.env.J ?? 500);

/** Jobs of one short command against the same processes started directly, as many at a time as the compute has slots. */
export async function measure(workspace) {
  const { wire, path } = wireOf(workspace);
  const spawned = () =>
    timeOf(JOBS, cpus().length, () =>
      once(spawn('bash', ['-c', 'true'], { stdio: 'ignore' }), 'exit')
    );
  const run = async round => {
    const names = Array.from({ length: JOBS }, (_, i) => `bench-${round}-${i}`);
    const start = performance.now();
    await timeOf(JOBS, 8, i => submit({ wire, path }, names[i]));
    await finished({ wire, path }, names);
    return performance.now() - start;
  };
  try {
    const rounds = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push({ plain: await spawned(), ours: await run(i) });
    const of = key => median(rounds.map(r => r[key])) / JOBS;
    const own = median(rounds.map(r => (r.ours - r.plain) / JOBS));
    return `| a job of one short command, ${JOBS} in a row | ${of('ours').toFixed(1)} ms | the process alone: ${of('plain').toFixed(1)} ms | ${own.toFixed(1)} ms of ours | under 40 ms |`;
  } finally {
    wire.close();
  }
}
