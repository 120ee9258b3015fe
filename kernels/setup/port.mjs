import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

const usual = 8888;

/** The port that was asked for, or the usual one or the next free one. */
export async function choosePort(asked) {
  if (asked !== undefined) {
    if (await isFree(asked)) return asked;
    throw new Failure(
      `Port ${asked} is taken by another program. Choose another: npm start -- --port ${asked + 1}. Without --port a free one is found.`
    );
  }
  for (let port = usual; port < usual + 100; port++) if (await isFree(port)) return port;
  throw new Failure(
    `No port from ${usual} to ${usual + 99} is free. Name one: npm start -- --port N.`
  );
}

function isFree(port) {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
