import { median } from '../home.mjs';
import { Connection } from './connection.mjs';
import { Wire, wireOf } from './wire.mjs';

const ROUNDS = 5;
const SECONDS = 2;

/** Numbers of concurrent clients: one alone, and several as the trials of a sweep. */
const CLIENTS = [1, 8];

/** Requests prepared per second; if a server completes all of them early, the measurement ends there. */
const LIMIT = { 1: 6000, 100: 3000, 1000: 500 };

/** Compares `log-batch` of several sizes with a real MLflow server, over keep-alive connections. */
export async function measure(workspace, mlflow) {
  const { origin, ca, token, mlflow: base } = wireOf(workspace);
  const ours = await logger(origin, base, { ca, token });
  const theirs = await logger(mlflow.origin, '', {});
  const rows = [];
  for (const clients of CLIENTS)
    for (const size of [1, 100, 1000]) {
      const rounds = [];
      for (let i = 0; i <= ROUNDS; i++)
        rounds.push({
          theirs: await theirs.log(size, clients),
          ours: await ours.log(size, clients)
        });
      rounds.shift();
      const of = key => median(rounds.map(r => r[key]));
      const ratio = median(rounds.map(r => r.ours / r.theirs));
      const who = clients === 1 ? '1 client' : `${clients} clients`;
      rows.push(
        `| log-batch of ${size}, ${who}, requests/s | ${of('ours').toFixed(0)} | MLflow on SQLite: ${of('theirs').toFixed(1)} | ${ratio.toFixed(0)} times | 100 times |`
      );
    }
  return rows.join('\n');
}

/** Creates clients of one server, each with its own run; `log` returns the requests per second. */
async function logger(origin, base, credentials) {
  /** On a connection of its own: MLflow closes one that was idle for some seconds, in the middle of the next request. */
  const call = async (path, body) => {
    const wire = new Wire(origin, credentials);
    try {
      return await wire.json('POST', `${base}/api/2.0/mlflow/${path}`, body);
    } finally {
      wire.close();
    }
  };
  const { experiment_id } = await call('experiments/create', { name: `bench-${Date.now()}` });
  let step = 0;
  /** Prepares requests before the measurement; no two contain the same value. */
  const requestsOf = async (connection, size, count) => {
    const { run } = await call('runs/create', { experiment_id, start_time: Date.now() });
    return Array.from({ length: count }, () => {
      const metrics = Array.from({ length: size }, (_, i) => ({
        key: `m${i % 10}`,
        value: Math.random(),
        timestamp: Date.now(),
        step: step++
      }));
      return connection.post(`${base}/api/2.0/mlflow/runs/log-batch`, {
        run_id: run.info.run_id,
        metrics
      });
    });
  };
  return {
    log: async (size, clients) => {
      const taken = await Promise.all(
        Array.from({ length: clients }, () => Connection.open(origin, credentials))
      );
      const enough = Math.ceil((SECONDS * LIMIT[size]) / clients);
      const work = await Promise.all(taken.map(one => requestsOf(one, size, enough)));
      const start = performance.now();
      let sent = 0;
      await Promise.all(
        taken.map(async (connection, i) => {
          for (const request of work[i]) {
            if (performance.now() - start > SECONDS * 1000) return;
            await connection.send(request);
            sent++;
          }
        })
      );
      const time = performance.now() - start;
      for (const connection of taken) connection.close();
      return (sent * 1000) / time;
    }
  };
}
