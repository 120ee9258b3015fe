import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processStart } from '../process-stat.js';
import { EnvironmentCache } from './environment-cache.js';

describe('a build that an earlier server did not complete', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'environments-'));
    folder = new EnvironmentCache(root).begin('a'.repeat(24));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const isKept = async () => {
    await new EnvironmentCache(root).removeLeftovers();
    return existsSync(folder);
  };

  it('is kept while the process of its server runs', async () => {
    expect(readFileSync(join(folder, 'building'), 'utf8')).toBe(
      `${process.pid} ${processStart(process.pid)}`
    );
    const other = `${process.ppid} ${processStart(process.ppid)}`;
    writeFileSync(join(folder, 'building'), other);
    expect(await isKept()).toBe(true);
  });

  it.each([
    ['another process has its process id', `${process.ppid} 1`],
    ['an older version did not say when its process started', String(process.ppid)],
    ['its marker is damaged', '']
  ])('is removed when %s', async (_why, marker) => {
    writeFileSync(join(folder, 'building'), marker);
    expect(await isKept()).toBe(false);
  });
});
