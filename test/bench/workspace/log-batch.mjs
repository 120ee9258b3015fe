import { median } from '../home.mjs';
import { Wire, wireOf } from './wire.mjs';

const ROUNDS = 5;
const SECONDS = 2;

/** `log-batch` of several sizes against a real MLflow server, one client each, both over a connection that stays open. */
export async function measure(workspace, mlflow) {
  const { wire, mlflow: base } = wireOf(workspace);
  const peer = new Wire(mlflow.origin);
  const ours = await logger(wire, base);
  const theirs = await logger(peer, '');
  try {
    const rows = [];
    for (const size of [1, 100, 1000]) {
      const rounds = [];
      for (let i = 0; i <= ROUNDS; i++)
        rounds.push({ theirs: await theirs(size), ours: await ours(size) });
      rounds.shift();
      const of = key => median(rounds.map(r => r[key]));
      const ratio = median(rounds.map(r => r.ours / r.theirs));
      rows.push(
        `| log-batch of ${size}, requests/s | ${of('ours').toFixed(0)} | MLflow on SQLite: ${of('theirs').toFixed(1)} | ${ratio.toFixed(0)} times | 100 times |`
      );
    }
    return rows.join('\n');
  } finally {
    wire.close();
    peer.close();
  }
}

/** Logs batches of a size for a while; answers the requests a second. */
async function logger(wire, base) {
  const call = (path, body) => wire.json('POST', `${base}/api/2.0/mlflow/${path}`, body);
  const { experiment_id } = await call('experiments/create', { name: `bench-${Date.now()}` });
  let step = 0;
  return async size => {
    const { run } = await call('runs/create', { experiment_id, start_time: Date.now() });
    const start = performance.now();
    let requests = 0;
    while (performance.now() - start < SECONDS * 1000) {
      const metrics = Array.from({ length: size }, (_, i) => ({
        key: `m${i % 10}`,
        value: Math.random(),
        timestamp: Date.now(),
        step: step++
      }));
      await call('runs/log-batch', { run_id: run.info.run_id, metrics });
      requests++;
    }
    return (requests * 1000) / (performance.now() - start);
  };
}
