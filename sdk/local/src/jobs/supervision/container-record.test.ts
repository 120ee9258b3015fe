import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordContainer, removeContainer } from './container-record.js';

describe('removeContainer', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-container-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const record = (script: string) => {
    const engine = join(folder, 'docker');
    writeFileSync(engine, `#!/bin/sh\necho "$@" >> '${folder}/calls'\n${script}\n`, {
      mode: 0o755
    });
    recordContainer(folder, { engine, name: 'carry-j' });
  };
  const calls = () => readFileSync(join(folder, 'calls'), 'utf8');

  it('removes the container once', async () => {
    record('true');
    await removeContainer(folder);
    await removeContainer(folder);
    expect(calls()).toBe('rm --force carry-j\n');
  });

  it('accepts that the container is gone', async () => {
    record('echo "Error response from daemon: No such container: carry-j" >&2; exit 1');
    await removeContainer(folder);
    expect(existsSync(join(folder, 'container.json'))).toBe(false);
  });

  it('accepts that the engine was uninstalled', async () => {
    recordContainer(folder, { engine: join(folder, 'none'), name: 'carry-j' });
    await removeContainer(folder);
    expect(existsSync(join(folder, 'container.json'))).toBe(false);
  });

  it('tries again after the engine failed', async () => {
    record('[ -e "$0.works" ] || { echo busy >&2; exit 1; }');
    await expect(removeContainer(folder)).rejects.toThrow('busy');
    writeFileSync(join(folder, 'docker.works'), '');
    await removeContainer(folder);
    expect(calls()).toBe('rm --force carry-j\n'.repeat(2));
  });
});
