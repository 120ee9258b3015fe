import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Failure } from './failure.mjs';
import { checkDisk, checkNode, findPython } from './machine.mjs';
import { readOptions } from './options.mjs';
import { choosePort } from './port.mjs';

describe('the machine', () => {
  it.each(['20.19.0', '22.0.0', '25.1.0'])('accepts Node %s', version => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(['18.20.4', '20.18.3'])('Node %s is too old, and the message says so', version => {
    expect(() => checkNode(version)).toThrow(
      new Failure(
        `Carry needs Node.js 20.19 or newer, and this is ${version}. Install a newer one (https://nodejs.org), then run the same command again.`
      )
    );
  });

  it('says how much disk is missing', () => {
    expect(() => checkDisk(1e18)).toThrow(/needs about 1000000000 GB of disk, and only [\d.]+ GB/);
    expect(() => checkDisk(1)).not.toThrow();
  });

  it('finds a Python that is new enough', async () => {
    const { version } = await findPython();
    expect(Number(version.split('.')[1])).toBeGreaterThanOrEqual(10);
  });

  it('says when there is none', async () => {
    const { PATH } = process.env;
    process.env.PATH = '';
    try {
      await expect(findPython()).rejects.toThrow(/needs Python 3.10 or newer, and none was found/);
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe('npm start', () => {
  it('reads its options', () => {
    expect(readOptions([])).toMatchObject({ browser: true, port: undefined });
    expect(readOptions(['--no-browser', '--port', '9000'])).toMatchObject({
      browser: false,
      port: 9000
    });
    expect(readOptions(['--port=9000']).port).toBe(9000);
  });

  it.each([['--prot'], ['--port'], ['--port', '0'], ['--port', 'x'], ['--port', '70000']])(
    'refuses %s in a sentence',
    (...args) => {
      expect(() => readOptions(args)).toThrow(Failure);
    }
  );

  it('refuses a port that is taken, and finds a free one when none was asked for', async () => {
    const taken = createServer();
    await new Promise(resolve => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address();
    await expect(choosePort(port)).rejects.toThrow(
      `Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 1}.`
    );
    expect(await choosePort(undefined)).toBeGreaterThanOrEqual(8888);
    await new Promise(resolve => taken.close(resolve));
    expect(await choosePort(port)).toBe(port);
  });
});
