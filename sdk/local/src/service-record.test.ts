import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecord, writeRecord } from './service-record.js';

describe('readRecord', () => {
  let path: string;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'carry-record-')), 'service.json');
  });
  afterEach(() => {
    rmSync(join(path, '..'), { recursive: true });
  });

  it('reads the virtual environment, which a server of an earlier version does not write', () => {
    const record = { pid: 1, port: 2, startedAt: '', home: '/h', processStart: null };
    writeFileSync(path, JSON.stringify(record));
    expect(readRecord(path)).toEqual({ ...record, virtualEnv: null });
    writeRecord(path, { ...record, virtualEnv: '/v' });
    expect(readRecord(path)?.virtualEnv).toBe('/v');
  });

  it('finds no server in a folder or a pipe with the name of the file', () => {
    mkdirSync(path);
    expect(readRecord(path)).toBeUndefined();
    rmSync(path, { recursive: true });
    spawnSync('mkfifo', [path]);
    expect(readRecord(path)).toBeUndefined();
  });
});
