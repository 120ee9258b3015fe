import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { finished, submit } from './jobs.mjs';
import { timeOf, wireOf } from './wire.mjs';

const JOBS = 500;

/** Compares jobs of one short command with the same processes started directly, as many in parallel as the compute has slots. */
export async function measure(workspace) {
  const { wire, path } = wireOf(workspace);
  const spawned = () =>
    timeOf(JOBS, cpus().length, () =>
      once(spawn('bash', ['-c', 'true'], { stdio: 'ignore' }), 'exit')
    );
  const run = async () => {
    const names = Array.from({ length: JOBS }, (_, i) => `bench-${i}`);
    const start = performance.now();
    await timeOf(JOBS, 8, i => submit({ wire, path }, names[i]));
    await finished({ wire, path }, names);
    return performance.now() - start;
  };
  try {
    const plain = (await spawned()) / JOBS;
    const ours = (await run()) / JOBS;
    return `| a job of one short command, ${JOBS} in a row | ${ours.toFixed(1)} ms | the process alone: ${plain.toFixed(1)} ms | ${(ours - plain).toFixed(1)} ms of ours | under 40 ms |`;
  } finally {
    wire.close();
  }
}
