import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanOutputs } from '../../sdk/clean-outputs.mjs';

describe('the build outputs of a checkout', () => {
  let checkout;
  const write = (...files) => {
    for (const file of files) {
      mkdirSync(path.dirname(path.join(checkout, file)), { recursive: true });
      writeFileSync(path.join(checkout, file), '');
    }
  };
  const exists = file => existsSync(path.join(checkout, file));

  beforeEach(() => {
    checkout = mkdtempSync(path.join(tmpdir(), 'carry outputs '));
    write('sdk/client/src/a.ts', 'sdk/client/src/room/b.ts', 'sdk/client/tsconfig.tsbuildinfo');
    write('sdk/client/dist/a.js', 'sdk/client/dist/a.d.ts', 'sdk/client/dist/a.js.map');
    write('sdk/client/dist/room/b.js');
  });
  afterEach(() => rmSync(checkout, { recursive: true }));

  it('are kept if each has its source', () => {
    cleanOutputs(checkout);
    for (const file of ['dist/a.js', 'dist/a.d.ts', 'dist/a.js.map', 'dist/room/b.js'])
      expect([file, exists(`sdk/client/${file}`)]).toEqual([file, true]);
    expect(exists('sdk/client/tsconfig.tsbuildinfo')).toBe(true);
  });

  it('are deleted if their source was moved or deleted', () => {
    write('sdk/client/dist/gone.js', 'sdk/client/dist/gone.d.ts', 'sdk/client/dist/old/c.js.map');
    cleanOutputs(checkout);
    for (const file of ['dist/gone.js', 'dist/gone.d.ts', 'dist/old/c.js.map'])
      expect([file, exists(`sdk/client/${file}`)]).toEqual([file, false]);
  });

  it('are built again if one of them is missing', () => {
    rmSync(path.join(checkout, 'sdk/client/dist/room'), { recursive: true });
    cleanOutputs(checkout);
    expect(exists('sdk/client/tsconfig.tsbuildinfo')).toBe(false);
  });

  it('of the earlier layout are deleted', () => {
    const earlier = ['sdk/dist/cli/main.js', 'extension/jupyterlab_carry/bridge.json'];
    write(...earlier, 'sdk/tsconfig.tsbuildinfo');
    cleanOutputs(checkout);
    expect([...earlier, 'sdk/tsconfig.tsbuildinfo'].filter(exists)).toEqual([]);
  });
});
