import {
  chmodSync,
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
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { isCarryError } from 'carry-ml/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home, type HomeEntry } from './home.js';
import { ALL_JOBS, closeHome, storesOf, useHome } from './home.test-support.js';
import { openHome, type OpenedHome } from './open-home.js';
import { SCHEMA_VERSION } from './store/database.js';
import { backup } from './upkeep/backup.js';
import { doctor } from './upkeep/doctor.js';
import { restore } from './upkeep/restore.js';

let folder: string;
/** The homes that are damaged: one whose server was stopped, and one whose server was killed. */
const homes: Record<'stopped' | 'killed', Home> = {
  stopped: new Home('/'),
  killed: new Home('/')
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carry-damage-'));
  homes.stopped = new Home(join(folder, 'stopped'));
  homes.killed = new Home(join(folder, 'killed'));
  const opened = await useHome(homes.stopped);
  // The kernel keeps what a killed process has written, the lock goes with the process.
  cpSync(homes.stopped.root, homes.killed.root, { recursive: true, verbatimSymlinks: true });
  closeHome(opened);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of a home, in which a test may do damage. */
let copies = 0;
function copyOf(kind: keyof typeof homes): Home {
  const copy = new Home(join(folder, `copy-${copies++}`));
  cpSync(homes[kind].root, copy.root, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Every way in which a file or folder can be wrong. */
const damages: Record<string, (path: string, kind: HomeEntry['kind']) => void> = {
  missing: path => {
    rmSync(path, { recursive: true, force: true });
  },
  empty: (path, kind) => {
    rmSync(path, { recursive: true, force: true });
    if (kind === 'folder') mkdirSync(path);
    else writeFileSync(path, '');
  },
  'cut in half': (path, kind) => {
    if (kind === 'file' && existsSync(path)) truncateSync(path, statSync(path).size >> 1);
  },
  garbage: (path, kind) => {
    if (kind !== 'file') return;
    const bytes = existsSync(path) ? statSync(path).size : 100;
    writeFileSync(path, Buffer.alloc(Math.max(bytes, 100), 'no such thing '));
  },
  'garbage in the middle': (path, kind) => {
    if (kind !== 'file' || !existsSync(path)) return;
    const bytes = readFileSync(path);
    const middle = bytes.length >> 1;
    writeFileSync(path, bytes.fill('x', middle, Math.min(middle + 600, bytes.length)));
  },
  'without rights': path => {
    if (existsSync(path)) chmodSync(path, 0);
  },
  'a folder in its place': path => {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path);
    writeFileSync(join(path, 'x'), '');
  },
  'a file in its place': path => {
    rmSync(path, { recursive: true, force: true });
    writeFileSync(path, 'x');
  }
};

/** The files whose content nobody can bring back, as bytes. */
const keptFiles = (home: Home) =>
  home.entries
    .filter(({ isKept, kind, path }) => isKept && kind === 'file' && existsSync(path))
    // SQLite creates an empty log when it opens a database.
    .filter(({ path }) => statSync(path).isFile() && statSync(path).size > 0)
    .map(({ path }) => `${path}: ${readFileSync(path).toString('base64')}`);

/** Opens the home; the sentence of a refusal, or undefined when everything is still there. */
async function refusal(home: Home): Promise<string | undefined> {
  const before = keptFiles(home);
  let opened: OpenedHome;
  try {
    opened = await openHome(home, {});
  } catch (error) {
    expect(error).toSatisfy(isCarryError);
    expect(keptFiles(home)).toEqual(before);
    return (error as Error).message;
  }
  try {
    const { files, documents, jobs } = storesOf(home, opened);
    // The file is optional: one that is missing is no damage.
    if (existsSync(home.settings)) expect(opened.settings.keepDays).toBe(8);
    expect(jobs.get('job-0')).toBeDefined();
    expect(jobs.get(`job-${ALL_JOBS - 1}`)).toBeDefined();
    expect(documents.connections.get('c')?.properties).toMatchObject({
      properties: { credentials: { key: 's3cret' } }
    });
    expect(files.has('workspaceblobstore', 'a/b.txt')).toBe(true);
  } finally {
    closeHome(opened);
  }
  return undefined;
}

describe.each(['stopped', 'killed'] as const)('a home whose server was %s', kind => {
  const entries = new Home('/').entries.map(({ path }) => path.slice(1));
  const cases = entries.flatMap(entry => Object.keys(damages).map(damage => ({ entry, damage })));

  it.each(cases)('heals without loss or says what to do: $entry $damage', async each => {
    const home = copyOf(kind);
    const path = join(home.root, each.entry);
    const { kind: entryKind, content, isKept } = home.entries.find(entry => entry.path === path)!;
    damages[each.damage]!(path, entryKind);
    const sentence = await refusal(home);
    if (sentence === undefined) return;
    // What can be created again is no reason to refuse, unless something of the user's has its name.
    expect(isKept || each.damage === 'a folder in its place' || entryKind !== 'file').toBe(true);
    expect(sentence, content).toContain(basename(path).replace(/-(wal|shm)$/, ''));
    expect(sentence).toMatch(/Bring|Move|Restore|Correct|Make|Set/);
    expect(sentence.length).toBeLessThan(600);
    expect(sentence).not.toMatch(/undefined|Error:|\n/);
  });

  it('opens undamaged', async () => {
    expect(await refusal(copyOf(kind))).toBeUndefined();
  });
});

function mergedByAnotherProgram(database: string): void {
  const db = new LibsqlDatabase(database);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  for (const suffix of ['-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
}

describe('openHome', () => {
  const refused = async (kind: keyof typeof homes, damage: (home: Home) => void) => {
    const home = copyOf(kind);
    damage(home);
    return refusal(home);
  };

  it.each(['stopped', 'killed'] as const)(
    'refuses a missing, empty or cut database of a used home, %s',
    async kind => {
      const lost = /^The database .*state.db is (missing|empty|cut), but an earlier workspace/;
      for (const damage of [
        (home: Home) => {
          rmSync(home.database);
        },
        (home: Home) => {
          truncateSync(home.database);
        },
        (home: Home) => {
          truncateSync(home.database, 100);
        }
      ])
        expect(await refused(kind, damage)).toMatch(lost);
    }
  );

  it('refuses a database without tables where there are blobs', async () => {
    const sentence = await refused('stopped', home => {
      rmSync(home.database);
      const db = new LibsqlDatabase(home.database);
      db.exec('CREATE TABLE a (b); DROP TABLE a');
      db.close();
    });
    expect(sentence).toContain('is empty, but an earlier workspace has left');
  });

  it.each(['missing', 'cut in half', 'garbage', 'garbage in the middle'])(
    'refuses a log of the database that is %s after a crash',
    async damage => {
      const sentence = await refused('killed', home => {
        damages[damage]!(`${home.database}-wal`, 'file');
      });
      expect(sentence).toContain('The last changes of the workspace are lost');
    }
  );

  describe('after a crash, with the database file alone', () => {
    const fileAlone = (home: Home) => {
      for (const suffix of ['-wal', '-shm']) rmSync(`${home.database}${suffix}`, { force: true });
    };

    it('says that changes may be lost', async () => {
      const sentence = await refused('killed', fileAlone);
      expect(sentence).toMatch(
        /^The last changes of the workspace may be lost: .*db-wal is missing/
      );
    });

    it('says so until the changes are given up', async () => {
      const home = copyOf('killed');
      const db = new LibsqlDatabase(home.database);
      db.exec('PRAGMA wal_checkpoint(PASSIVE)');
      cpSync(home.database, join(folder, 'merged.db'));
      db.close();
      fileAlone(home);
      cpSync(join(folder, 'merged.db'), home.database);
      for (let again = 0; again < 2; again++)
        await expect(openHome(home, {})).rejects.toMatchObject({ code: 'DatabaseLogMissing' });
      const given = await doctor(home, { fix: true });
      expect(given.find(({ name }) => name === 'last changes')?.state).toBe('fixed');
      expect(await refusal(home)).toBeUndefined();
    });

    it('names another program that has merged the log, and goes on with every change', async () => {
      const home = copyOf('killed');
      expect(statSync(`${home.database}-wal`).size).toBeGreaterThan(0);
      // As the last connection of any program does, such as sqlite3's shell.
      mergedByAnotherProgram(home.database);
      expect(existsSync(`${home.database}-wal`)).toBe(false);
      const sentence = await refusal(home);
      expect(sentence).toMatch(/such as sqlite3, .* nothing is lost: run 'carry doctor --fix'/);
      const checks = await doctor(home, { fix: true });
      expect(checks.find(({ name }) => name === 'last changes')).toMatchObject({
        state: 'fixed',
        message: expect.stringContaining('all changes, if another program has merged') as unknown
      });
      // All jobs of before are there.
      expect(await refusal(home)).toBeUndefined();
    });

    it('opens it when the server was stopped or the home is a backup of a crashed one', async () => {
      const home = copyOf('killed');
      const file = join(folder, 'crashed.tar');
      await backup(home, file);
      fileAlone(home);
      expect(await refusal(home)).toBeUndefined();
      const restored = new Home(join(folder, `copy-${copies++}`));
      restore(restored, file);
      expect(existsSync(`${restored.database}-wal`)).toBe(false);
      const opened = await openHome(restored, {});
      closeHome(opened);
    });

    it('opens a backup that was made while the server worked', async () => {
      const home = copyOf('stopped');
      const opened = await openHome(home, {});
      const file = join(folder, 'working.tar');
      await backup(home, file);
      closeHome(opened);
      const restored = new Home(join(folder, `copy-${copies++}`));
      restore(restored, file);
      closeHome(await openHome(restored, {}));
    });
  });

  it('removes a damaged log whose content is in the database', async () => {
    const home = copyOf('killed');
    const merged = new Home(join(folder, `copy-${copies++}`));
    const db = new LibsqlDatabase(home.database);
    db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    cpSync(home.root, merged.root, { recursive: true, verbatimSymlinks: true });
    db.close();
    expect(statSync(`${merged.database}-wal`).size).toBeGreaterThan(0);
    damages.garbage!(`${merged.database}-wal`, 'file');
    expect(await refusal(merged)).toBeUndefined();
  });

  it('refuses a schema that is newer than its own, and accepts one from before versions', async () => {
    const withVersion = (version: number) =>
      refused('stopped', home => {
        const db = new LibsqlDatabase(home.database);
        db.exec(`PRAGMA user_version = ${version}`);
        db.close();
      });
    expect(await withVersion(SCHEMA_VERSION + 1)).toMatch(
      /was written by a newer version of @carry-ml\/local \(schema 2; this version knows 1\)/
    );
    expect(await withVersion(0)).toBeUndefined();
  });

  it('refuses a home without its secret when secrets are stored, and creates one otherwise', async () => {
    const without = (home: Home) => {
      rmSync(home.secret);
    };
    expect(await refused('stopped', without)).toMatch(/cannot be decrypted without it/);
    const home = new Home(join(folder, `copy-${copies++}`));
    const first = await openHome(home, {});
    closeHome(first);
    without(home);
    const second = await openHome(home, {});
    closeHome(second);
    expect(second.secret.key).not.toEqual(first.secret.key);
  });

  it('refuses when the folder of blobs has been emptied', async () => {
    const sentence = await refused('stopped', home => {
      damages.empty!(home.blobs, 'folder');
    });
    expect(sentence).toMatch(/blobs is empty, but the database lists jobs and blobs/);
  });

  it('issues certificates again when they do not belong together', async () => {
    const [one, other] = [copyOf('stopped'), copyOf('stopped')];
    rmSync(other.tls, { recursive: true });
    closeHome(await openHome(other, {}));
    cpSync(join(other.tls, 'server.key'), join(one.tls, 'server.key'));
    const opened = await openHome(one, {});
    closeHome(opened);
    const key = createPrivateKey(opened.tls.key);
    expect(new X509Certificate(opened.tls.cert).checkPrivateKey(key)).toBe(true);
    expect(await refusal(one)).toBeUndefined();
  });

  it('opens a home for one server at a time', async () => {
    const home = copyOf('stopped');
    const opened = await openHome(home, {});
    await expect(openHome(home, {})).rejects.toMatchObject({ code: 'HomeInUse' });
    closeHome(opened);
    expect(await refusal(home)).toBeUndefined();
  });

  it('leaves the whole state in the database file when it is closed', async () => {
    const home = copyOf('killed');
    closeHome(await openHome(home, {}));
    expect(existsSync(`${home.database}-wal`) && statSync(`${home.database}-wal`).size).toBe(0);
    expect(readdirSync(home.root)).toContain('state.db');
    for (const suffix of ['-wal', '-shm']) rmSync(`${home.database}${suffix}`, { force: true });
    expect(await refusal(home)).toBeUndefined();
  });
});
