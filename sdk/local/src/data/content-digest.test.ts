import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentDigest } from './content-digest.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carry-digest-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('digests a folder with a pipe that nobody writes to', async () => {
  writeFileSync(join(folder, 'a'), 'a');
  const before = await contentDigest(folder);
  spawnSync('mkfifo', [join(folder, 'pipe')]);
  const [first, second] = [await contentDigest(folder), await contentDigest(folder)];
  expect(first).not.toBe(before);
  expect(second).toBe(first);
});
