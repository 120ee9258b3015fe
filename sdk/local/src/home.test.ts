import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Home } from './home.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carry-home-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('Home.ofUser', () => {
  it('is in the XDG state folder of the user, also when HOME is empty', () => {
    vi.stubEnv('HOME', '');
    expect(Home.ofUser({}).root).toBe(join(userInfo().homedir, '.local/state/carry'));
  });

  it('is the folder that CARRY_HOME names', () => {
    expect(Home.ofUser({ CARRY_HOME: folder, XDG_STATE_HOME: '/elsewhere' }).root).toBe(folder);
  });
});

describe('Home.create', () => {
  it('creates its folders and those above, unless they exist', () => {
    const place = join(folder, 'deep', 'new');
    for (let times = 0; times < 2; times++)
      expect(existsSync(new Home(place).create().blobs)).toBe(true);
  });

  it('says what to do when its place is a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => new Home(file).create()).toThrow(
      `The local workspace cannot keep its state in '${file}' (EEXIST). Set CARRY_HOME to a folder`
    );
  });

  it.each(['blobs', 'jobs', 'settings.json', 'server.log', 'state.db-shm', 'tls/ca.pem'])(
    'says where %s is a link to, when nothing is there',
    name => {
      const home = new Home(join(folder, 'linked')).create();
      const path = join(home.root, name);
      rmSync(path, { recursive: true, force: true });
      symlinkSync('/absent/disk', path);
      expect(() => home.create()).toThrow(
        `in ${path}, a link to /absent/disk, where nothing is. Nothing was changed.`
      );
    }
  );

  it.for(['/proc/x', '/proc/x/y'])('ends where nothing can be created: %s', (place, { skip }) => {
    skip(!existsSync('/proc/self'), 'this system has no /proc');
    expect(() => new Home(place).create()).toThrow(`in '${place}' (ENOENT). Set CARRY_HOME`);
  });
});
