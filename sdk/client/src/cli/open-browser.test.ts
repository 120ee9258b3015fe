import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from './open-browser.js';

describe('openBrowser', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-browser-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const install = (name: string) => {
    const program = join(folder, name);
    writeFileSync(program, `#!/bin/sh\nprintf %s "$1" > '${folder}/opened'\n`);
    chmodSync(program, 0o755);
  };
  const opened = () => readFileSync(join(folder, 'opened'), 'utf8');
  const linux = (more: object) => openBrowser('/a page.html', 'linux', { PATH: folder, ...more });

  it.each([{ DISPLAY: ':0' }, { WAYLAND_DISPLAY: 'wayland-0' }])(
    'hands the file to the desktop of %j',
    async screen => {
      install('xdg-open');
      expect(await linux(screen)).toBe(true);
      await expect.poll(opened).toBe('/a page.html');
    }
  );

  it('opens nothing without a screen or without a program that opens', async () => {
    expect(await linux({ DISPLAY: ':0' })).toBe(false);
    install('xdg-open');
    expect(await linux({})).toBe(false);
    expect(opened).toThrow('ENOENT');
  });

  it('opens nothing on a system that it does not know', async () => {
    install('xdg-open');
    expect(await openBrowser('/a', 'aix', { PATH: folder, DISPLAY: ':0' })).toBe(false);
  });
});
