import { createServer, type Server } from 'node:net';
import { LOOPBACK_ADDRESS } from './loopback.js';

/** Below the ranges from which Linux and macOS give ports to outgoing connections, one of which could take the port before the job does. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

/** Returns different ports of this machine that are not in use at the moment. */
export async function freePorts(count: number, random = Math.random): Promise<number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  const range = LAST_PORT - FIRST_PORT;
  try {
    const start = Math.floor(random() * range);
    for (let tried = 0; ports.length < count && tried < range; tried++) {
      const port = FIRST_PORT + ((start + tried) % range);
      const server = await listenOn(port);
      if (!server) continue;
      held.push(server);
      ports.push(port);
    }
    return ports;
  } finally {
    await Promise.all(held.map(server => new Promise(resolve => server.close(resolve))));
  }
}

async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise(resolve => {
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host: LOOPBACK_ADDRESS, exclusive: true }, () => {
      resolve(server);
    });
  });
}
