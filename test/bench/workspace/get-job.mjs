import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../home.mjs';
import { finished, submit } from './jobs.mjs';
import { timeOf, Wire, wireOf } from './wire.mjs';

const ROUNDS = 5;
const REQUESTS = 500;

/** GET of one job against a bare Fastify route that answers the same bytes. */
export async function measure(workspace) {
  const { wire, path } = wireOf(workspace);
  await submit({ wire, path }, 'bench-get');
  await finished({ wire, path }, ['bench-get']);
  const url = `${path}/jobs/bench-get`;
  const answer = join(workspace.home, 'bench-answer.json');
  writeFileSync(answer, await wire.text('GET', url));
  const bare = fork(fileURLToPath(new URL('bare-server.mjs', import.meta.url)), [
    workspace.home,
    answer
  ]);
  const [port] = await once(bare, 'message');
  const peer = new Wire(`https://127.0.0.1:${port}`, {
    ca: readFileSync(workspace.environment.NODE_EXTRA_CA_CERTS)
  });
  try {
    const rates = [];
    for (let i = 0; i <= ROUNDS; i++)
      rates.push({
        plain: REQUESTS / (await timeOf(REQUESTS, 8, () => peer.text('GET', '/job'))),
        ours: REQUESTS / (await timeOf(REQUESTS, 8, () => wire.text('GET', url)))
      });
    rates.shift();
    const ratio = median(rates.map(r => r.ours / r.plain));
    const perSecond = key => Math.round(median(rates.map(r => r[key])) * 1000);
    return `| GET of a job, requests/s | ${perSecond('ours')} | a bare Fastify route with the same bytes: ${perSecond('plain')} | ${ratio.toFixed(2)} | at least 0.5 |`;
  } finally {
    bare.kill();
    peer.close();
    wire.close();
  }
}
