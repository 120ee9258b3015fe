import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, root } from '../home.mjs';
import { memoryOf } from './mlflow-server.mjs';

const ROUNDS = 5;

/** Compares the time of `carry up` until the first response, and the memory afterwards, with a real MLflow server. */
export function measure({ home, carry, environment }, mlflow) {
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    carry('down');
    const start = performance.now();
    execFileSync(process.execPath, [join(root, 'sdk/client/dist/cli/main.js'), 'up'], {
      env: environment
    });
    const time = performance.now() - start;
    const { pid } = JSON.parse(readFileSync(join(home, 'service.json'), 'utf8'));
    rounds.push({ time, memory: memoryOf(pid) });
  }
  const time = median(rounds.map(r => r.time));
  const memory = median(rounds.map(r => r.memory));
  const theirs = mlflow.memory();
  return [
    `| \`carry up\` until it answers | ${(time / 1000).toFixed(2)} s | MLflow: ${(mlflow.ready / 1000).toFixed(1)} s | ${(mlflow.ready / time).toFixed(0)} times as fast | under 2 s |`,
    `| memory held then | ${memory.toFixed(0)} MB | MLflow: ${theirs.toFixed(0)} MB | ${(theirs / memory).toFixed(0)} times less | under 150 MB |`
  ].join('\n');
}
