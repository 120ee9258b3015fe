import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerLog } from './server-log.js';

const LIMIT = 1000;

describe("the server's log", () => {
  let folder: string;
  let path: string;
  let output: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-log-'));
    path = join(folder, 'server.log');
    output = openSync(path, 'a');
  });
  afterEach(() => {
    closeSync(output);
    rmSync(folder, { recursive: true });
  });
  const line = (i: number) => `line ${String(i).padStart(4, '0')}\n`;
  const write = (log: ServerLog, count: number) => {
    for (let i = 0; i < count; i++) log.write(line(i));
  };
  const all = (count: number) => Array.from({ length: count }, (_, i) => line(i)).join('');

  it('stays below its limit and keeps all of the last lines', () => {
    write(new ServerLog(path, output, LIMIT), 1000);
    const [before, now] = [readFileSync(`${path}.1`, 'utf8'), readFileSync(path, 'utf8')];
    expect(before.length).toBeLessThanOrEqual(LIMIT);
    expect(now.length).toBeLessThanOrEqual(LIMIT);
    expect(all(1000).endsWith(before + now)).toBe(true);
    expect((before + now).length).toBeGreaterThan(LIMIT);
  });

  it('is a single file while it is small', () => {
    write(new ServerLog(path, output, LIMIT), 100);
    expect(readFileSync(path, 'utf8')).toBe(all(100));
    expect(existsSync(`${path}.1`)).toBe(false);
  });

  it('is not rotated when it is a file of the user', () => {
    write(new ServerLog(join(folder, 'another.log'), output, LIMIT), 200);
    expect(readFileSync(path, 'utf8')).toBe(all(200));
  });

  it('continues when the copy cannot be written', () => {
    mkdirSync(`${path}.1`);
    write(new ServerLog(path, output, LIMIT), 1000);
    expect(readFileSync(path, 'utf8').endsWith(line(999))).toBe(true);
  });
});
