import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../home.mjs';
import { finished, submit } from './jobs.mjs';
import { Connection } from './connection.mjs';
import { timeOf, versioned, wireOf } from './wire.mjs';

const ROUNDS = 5;
const REQUESTS = 4000;

/** Numbers of concurrent clients. */
const CLIENTS = [1, 8];

/** Compares GET of one job with a bare Fastify route that returns the same bytes. */
export async function measure(workspace) {
  const { wire, path, origin, ca, token } = wireOf(workspace);
  await submit({ wire, path }, 'bench-get');
  await finished({ wire, path }, ['bench-get']);
  const url = versioned(`${path}/jobs/bench-get`);
  const answer = join(workspace.home, 'bench-answer.json');
  writeFileSync(answer, await wire.text('GET', url));
  wire.close();
  const bare = fork(fileURLToPath(new URL('bare-server.mjs', import.meta.url)), [
    workspace.home,
    answer
  ]);
  const [port] = await once(bare, 'message');
  const peer = await reader(`https://127.0.0.1:${port}`, '/job', { ca });
  const ours = await reader(origin, url, { ca, token });
  try {
    const rows = [];
    for (const clients of CLIENTS) {
      const rates = [];
      for (let i = 0; i <= ROUNDS; i++)
        rates.push({ plain: await peer.rate(clients), ours: await ours.rate(clients) });
      rates.shift();
      const ratio = median(rates.map(r => r.ours / r.plain));
      const perSecond = key => Math.round(median(rates.map(r => r[key])));
      const who = clients === 1 ? '1 client' : `${clients} clients`;
      rows.push(
        `| GET of a job, ${who}, requests/s | ${perSecond('ours')} | a bare Fastify route with the same bytes: ${perSecond('plain')} | ${ratio.toFixed(2)} | at least 0.5 |`
      );
    }
    return rows.join('\n');
  } finally {
    bare.kill();
    peer.close();
    ours.close();
  }
}

/** Creates clients of one server that all request one URL; `rate` returns the requests per second. */
async function reader(origin, url, credentials) {
  const connections = await Promise.all(
    Array.from({ length: Math.max(...CLIENTS) }, () => Connection.open(origin, credentials))
  );
  const request = connections[0].get(url);
  return {
    rate: async clients => {
      const free = connections.slice(0, clients);
      const ask = async () => {
        const connection = free.pop();
        await connection.send(request);
        free.push(connection);
      };
      return (REQUESTS * 1000) / (await timeOf(REQUESTS, clients, ask));
    },
    close: () => {
      for (const connection of connections) connection.close();
    }
  };
}
