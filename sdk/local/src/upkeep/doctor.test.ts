import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../home.js';
import { closeHome, storesOf, useHome } from '../home.test-support.js';
import { openHome } from '../open-home.js';
import { doctor } from './doctor.js';

let folder: string;
let killed: Home;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carry-doctor-'));
  const home = new Home(join(folder, 'home'));
  killed = new Home(join(folder, 'killed'));
  const opened = await useHome(home);
  // Most changes are in the database file, the last ones in its log.
  opened.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  for (let n = 0; n < 20; n++)
    opened.db.prepare('UPDATE jobs SET experiment = ? WHERE name = ?').run(`e${n}`, `job-${n}`);
  cpSync(home.root, killed.root, { recursive: true, verbatimSymlinks: true });
  closeHome(opened);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let copies = 0;
function damaged(damage: (home: Home) => void): Home {
  const home = new Home(join(folder, `copy-${copies++}`));
  cpSync(killed.root, home.root, { recursive: true, verbatimSymlinks: true });
  damage(home);
  return home;
}

const states = async (home: Home, fix = false) =>
  Object.fromEntries((await doctor(home, { fix })).map(({ name, state }) => [name, state]));

describe('carry doctor', () => {
  it('finds nothing in a sound home', async () => {
    const checks = await doctor(damaged(() => undefined));
    expect(checks.map(({ name }) => name)).toEqual([
      'folder',
      'settings',
      'last changes',
      'database',
      'blobs',
      'secret',
      'certificates'
    ]);
    expect(checks.every(({ state }) => state === 'ok')).toBe(true);
  });

  it('creates nothing where there is no home', async () => {
    const home = new Home(join(folder, 'none'));
    expect(await states(home)).toEqual({ folder: 'skipped' });
    expect(existsSync(home.root)).toBe(false);
  });

  it.each<[string, string, (home: Home) => void]>([
    [
      'last changes',
      'a log that was cut',
      home => {
        truncateSync(`${home.database}-wal`, statSync(`${home.database}-wal`).size >> 1);
      }
    ],
    [
      'last changes',
      'a log that is garbage',
      home => {
        writeFileSync(`${home.database}-wal`, 'x'.repeat(60_000));
      }
    ],
    [
      'last changes',
      'a log that is gone with its index',
      home => {
        for (const suffix of ['-wal', '-shm']) rmSync(`${home.database}${suffix}`);
      }
    ],
    [
      'secret',
      'a secret that was cut',
      home => {
        truncateSync(home.secret, 30);
      }
    ],
    [
      'secret',
      'a missing secret',
      home => {
        rmSync(home.secret);
      }
    ],
    [
      'blobs',
      'blobs that are gone',
      home => {
        rmSync(home.blobs, { recursive: true });
        mkdirSync(home.blobs);
      }
    ],
    [
      'certificates',
      'certificates that were cut',
      home => {
        truncateSync(join(home.tls, 'server.pem'), 100);
      }
    ]
  ])('tells and mends %s: %s', async (name, _what, damage) => {
    const home = damaged(damage);
    expect(await states(home)).toMatchObject({ [name]: 'problem' });
    expect(await states(home, true)).toMatchObject({ [name]: 'fixed' });
    expect(Object.values(await states(home))).not.toContain('problem');
    closeHome(await openHome(home, {}));
  });

  it('keeps a damaged secret aside, with which the stored secrets can be decrypted again', async () => {
    const whole = readFileSync(killed.secret);
    const home = damaged(({ secret }) => {
      truncateSync(secret, 30);
    });
    await doctor(home, { fix: true });
    const aside = readdirSync(home.root).filter(name => name.startsWith('secret.damaged-'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(home.root, aside[0]!))).toEqual(whole.subarray(0, 30));
    writeFileSync(home.secret, whole);
    const opened = await openHome(home, {});
    expect(storesOf(home, opened).documents.connections.get('c')?.properties).toMatchObject({
      properties: { credentials: { key: 's3cret' } }
    });
    closeHome(opened);
  });

  it('tells what it cannot mend, and changes nothing', async () => {
    const home = damaged(({ database, settings }) => {
      writeFileSync(database, '');
      writeFileSync(settings, '{');
    });
    expect(await states(home, true)).toMatchObject({ settings: 'problem', database: 'problem' });
    expect(readFileSync(home.database)).toHaveLength(0);
    expect(readFileSync(home.settings, 'utf8')).toBe('{');
  });

  it('checks a home in use, and mends nothing there', async () => {
    const home = damaged(() => undefined);
    const opened = await openHome(home, {});
    expect(await states(home)).toMatchObject({ database: 'ok' });
    await expect(doctor(home, { fix: true })).rejects.toMatchObject({ code: 'RunsWhileFixing' });
    closeHome(opened);
  });
});
