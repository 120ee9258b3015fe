import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, withWorkspace } from './home.mjs';
import { finished } from './workspace/jobs.mjs';
import { wireOf } from './workspace/wire.mjs';

const ROUNDS = 15;
const PACKAGES = ['pandas', 'scikit-learn', 'mlflow'];

/** Measures the environment of a job: its build from the warm cache of uv, and what it costs each further job. */
export async function measure() {
  // The first build fills the cache of uv; its downloads are not measured.
  await withWorkspace(workspace => buildTime(workspace));
  return withWorkspace(async workspace => {
    const built = await buildTime(workspace);
    const { withIt, without } = await jobTimes(workspace);
    return [
      '## The environment of a job',
      '',
      `A conda file with ${PACKAGES.join(', ')}, whose packages are in the cache of uv; then jobs of the command \`true\` with it and without one, in turns, median of ${ROUNDS}.`,
      '',
      '| | time | aim |',
      '| --- | --- | --- |',
      `| the build | ${(built / 1000).toFixed(2)} s | under 3 s |`,
      `| a further job, more than without an environment | ${(withIt - without).toFixed(0)} ms (${withIt.toFixed(0)} and ${without.toFixed(0)} ms) | under 50 ms |`
    ].join('\n');
  });
}

/** Returns how long the workspace took for the environment of its first job, in milliseconds. */
async function buildTime(workspace) {
  const { home } = workspace;
  const at = wireOf(workspace);
  await at.wire.json('PUT', `${at.path}/environments/bench/versions/1`, {
    properties: {
      condaFile: ['dependencies:', '- pip:', ...PACKAGES.map(name => `  - ${name}`)].join('\n'),
      image: 'bench'
    }
  });
  await run(at, 'first', 'azureml:bench:1');
  const [folder] = readdirSync(join(home, 'environments'));
  const { durationMs } = JSON.parse(
    readFileSync(join(home, 'environments', folder, 'ready.json'), 'utf8')
  );
  at.wire.close();
  return durationMs;
}

async function jobTimes(workspace) {
  const at = wireOf(workspace);
  const [withIt, without] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    withIt.push(await run(at, `with-${i}`, 'azureml:bench:1'));
    without.push(await run(at, `without-${i}`, 'azureml:carry-notebook@latest'));
  }
  at.wire.close();
  return { withIt: median(withIt), without: median(without) };
}

/** Returns how long a job takes from its submission until the workspace says that it has completed, in milliseconds. */
async function run(at, name, environmentId) {
  const start = performance.now();
  await at.wire.json('PUT', `${at.path}/jobs/${name}`, {
    properties: { jobType: 'Command', command: 'true', environmentId }
  });
  await finished(at, [name]);
  return performance.now() - start;
}
