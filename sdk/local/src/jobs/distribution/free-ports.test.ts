import { createServer, type Server } from 'node:net';
import { expect, it } from 'vitest';
import { freePorts } from './free-ports.js';

it('free ports are different, and used by nobody', async () => {
  const [first = 0] = await freePorts(1);
  const taken = createServer();
  await new Promise<Server>(resolve =>
    taken.listen(first, '127.0.0.1', () => {
      resolve(taken);
    })
  );
  try {
    const startAtTheTaken = () => (first - 20_000) / 12_000;
    const ports = await freePorts(8, startAtTheTaken);
    expect(new Set(ports).size).toBe(8);
    expect(ports).not.toContain(first);
  } finally {
    taken.close();
  }
});
