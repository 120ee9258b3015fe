import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

const DEFAULT_PORT = 8888;

/** Returns the requested port, or the default one or the next free one. */
export async function choosePort(requested) {
  if (requested !== undefined) {
    if (await isFree(requested)) return requested;
    throw new Failure(
      `Port ${requested} is taken by another program. Choose another: npm start -- --port ${requested + 1}. Without --port a free one is found.`
    );
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + 100; port++)
    if (await isFree(port)) return port;
  throw new Failure(
    `No port from ${DEFAULT_PORT} to ${DEFAULT_PORT + 99} is free. Name one: npm start -- --port N.`
  );
}

function isFree(port) {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
