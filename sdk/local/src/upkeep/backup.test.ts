import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../home.js';
import { closeHome, storesOf, useHome } from '../home.test-support.js';
import { openHome, type OpenedHome } from '../open-home.js';
import { backup } from './backup.js';
import { restore as restoreNow } from './restore.js';

const CONTAINER = 'workspaceblobstore';
let folder: string;
let home: Home;
let open: OpenedHome[];
const file = () => join(folder, 'backup.tar');

const restore = async (...args: Parameters<typeof restoreNow>) => restoreNow(...args);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carry-backup-'));
  home = new Home(join(folder, 'home'));
  open = [await useHome(home)];
});
afterEach(() => {
  open.forEach(closeHome);
  rmSync(folder, { recursive: true });
});

const stores = () => storesOf(home, open[0]!);
const put = (name: string, content: string) =>
  stores().files.put(CONTAINER, name, Readable.from([content]), {
    contentType: 'text/x',
    metadata: { of: name }
  });

async function restored() {
  const other = new Home(join(folder, 'other'));
  await restore(other, file());
  const opened = await openHome(other, {});
  open.push(opened);
  return { ...storesOf(other, opened), opened, home: other };
}

describe('a backup', () => {
  it('has jobs, secrets, settings and blobs with their properties, and is restored', async () => {
    const long = `${'deep/'.repeat(60)}ünï.txt`;
    const md5 = await put(long, 'a long name');
    const made = await backup(home, file());
    expect(made).toMatchObject({ file: file(), blobs: 2, leftOut: [] });
    expect(statSync(file())).toMatchObject({ size: made.bytes });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const { jobs, documents, files, opened } = await restored();
    expect(jobs.get('job-199')).toMatchObject({ status: 'Completed' });
    expect(documents.connections.get('c')?.properties).toMatchObject({
      properties: { credentials: { key: 's3cret' } }
    });
    expect(opened.settings.keepDays).toBe(8);
    const blob = await files.open(CONTAINER, long);
    expect(blob.properties).toMatchObject({ md5, contentType: 'text/x', metadata: { of: long } });
    expect(await text(blob.read({ start: 0, end: blob.properties.size - 1 }))).toBe('a long name');
    expect(readdirSync(folder).sort()).toEqual(['backup.tar', 'home', 'other']);
  });

  it('is consistent while blobs are created, overwritten and deleted', async () => {
    for (let n = 0; n < 60; n++) await put(`a/${n}`, 'x'.repeat(n * 100));
    let done = false;
    const change = async () => {
      for (let n = 0; !done; n++) {
        await put(`a/${n % 60}`, `${n}`.repeat(n % 300));
        await put(`new/${n}`, `${n}`);
        if (n % 2) await stores().files.delete(CONTAINER, `new/${n - 1}`);
      }
    };
    const changes = change();
    await backup(home, file()).finally(() => (done = true));
    await changes;
    const { files, opened, home: other } = await restored();
    const rows = opened.db.prepare('SELECT name, md5 FROM blobs').all() as { name: string }[];
    expect(rows.length).toBeGreaterThan(60);
    let whole = 0;
    for (const { name } of rows) {
      const { md5 } = await files.properties(CONTAINER, name);
      const bytes = readFileSync(join(other.blobs, CONTAINER, name));
      if (md5) expect(createHash('md5').update(bytes).digest('base64')).toBe(md5);
      whole += md5 ? 1 : 0;
    }
    expect(whole).toBeGreaterThan(30);
  });

  it('archives a file that grows with the size it had, and no links that lead outside', async () => {
    const logs = join(home.blobs, CONTAINER, 'logs');
    mkdirSync(logs);
    writeFileSync(join(logs, 'log'), 'line\n');
    symlinkSync('log', join(logs, 'inside'));
    symlinkSync('../../../secret', join(logs, 'outside'));
    symlinkSync(home.secret, join(logs, 'absolute'));
    const { leftOut } = await backup(home, file());
    expect(leftOut.sort()).toEqual(
      ['absolute', 'outside'].map(name => `blobs/${CONTAINER}/logs/${name}`)
    );
    const { home: other } = await restored();
    expect(readFileSync(join(other.blobs, CONTAINER, 'logs/inside'), 'utf8')).toBe('line\n');
  });

  it('replaces no file, and leaves nothing when it fails', async () => {
    await backup(home, file());
    await expect(backup(home, file())).rejects.toMatchObject({ code: 'BackupExists' });
    const nowhere = join(folder, 'missing', 'b.tar');
    await expect(backup(home, nowhere)).rejects.toMatchObject({ code: 'BackupNotWritten' });
    const empty = new Home(join(folder, 'none'));
    await expect(backup(empty, join(folder, 'c.tar'))).rejects.toMatchObject({
      code: 'NothingToBackUp'
    });
    rmSync(home.secret);
    await expect(backup(home, join(folder, 'd.tar'))).rejects.toMatchObject({
      code: 'SecretMissing'
    });
    expect(readdirSync(folder).sort()).toEqual(['backup.tar', 'home']);
  });

  it('refuses to restore a cut or foreign file, and leaves the home empty', async () => {
    await backup(home, file());
    const whole = readFileSync(file());
    const other = new Home(join(folder, 'other'));
    const refused = (reason: RegExp) => expect(restore(other, file())).rejects.toThrow(reason);
    for (const share of [0, 0.01, 0.3, 0.7, 0.99]) {
      writeFileSync(file(), whole);
      truncateSync(file(), Math.floor((whole.length - 2048) * share));
      await refused(/backup.tar is not a whole backup of a local workspace/);
    }
    writeFileSync(file(), 'no archive '.repeat(1000));
    await refused(/is not a whole backup/);
    const middle = Buffer.from(whole);
    middle.fill(
      'x',
      middle.indexOf('SQLite format 3') + 5000,
      middle.indexOf('SQLite format 3') + 9000
    );
    writeFileSync(file(), middle);
    await refused(/is not a whole backup/);
    expect(other.signOfUse).toBeUndefined();
    expect(existsSync(other.database)).toBe(false);
    expect(readdirSync(other.root).filter(name => name.startsWith('.'))).toEqual([]);
    writeFileSync(file(), whole);
    await restore(other, file());
  });

  it('is restored into no home that is used or has a server', async () => {
    await backup(home, file());
    await expect(restore(home, file())).rejects.toMatchObject({ code: 'HomeInUse' });
    closeHome(open.pop()!);
    await expect(restore(home, file())).rejects.toThrow(/There is already a workspace in .*home/);
    await expect(restore(home, join(folder, 'x'))).rejects.toMatchObject({ code: 'BackupMissing' });
  });

  it('does not take the processes of the original home for its own', async () => {
    open[0]!.db.exec("UPDATE jobs SET status = 'Running', ended_at = NULL WHERE name = 'job-3'");
    await backup(home, file());
    const { jobs } = await restored();
    expect(jobs.get('job-3')?.mark).not.toBe(stores().jobs.get('job-3')?.mark);
    expect(jobs.get('job-3')?.status).toBe('Running');
  });
});
