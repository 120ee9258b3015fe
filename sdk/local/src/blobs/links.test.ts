import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Database } from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesBelow } from '../limits/disk-usage.js';
import { ArtifactStore } from '../mlflow/artifacts/artifacts.js';
import { openDatabase } from '../store/database.js';
import { BlobFiles } from './blob-files.js';
import { listBlobs } from './list.js';

const from = (content: string) => Readable.from([Buffer.from(content)]);
const headers = { metadata: {} };

/** A job can create any link in its outputs, which are folders of a container. */
describe('links that a job created', () => {
  let home: string;
  let outside: string;
  let files: BlobFiles;
  let artifacts: ArtifactStore;
  let db: Database;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'carry-links-'));
    outside = join(home, 'outside');
    mkdirSync(join(outside, 'sub'), { recursive: true });
    writeFileSync(join(outside, 'victim'), 'precious');
    writeFileSync(join(outside, 'sub', 'victim'), 'precious');
    mkdirSync(join(home, 'blobs'));
    db = openDatabase(join(home, 'state.db'));
    files = new BlobFiles(join(home, 'blobs'), db);
    await files.createContainer('c');
    await files.put('c', 'own/file', from('own'), headers);
    artifacts = new ArtifactStore(files.folder('c'), () => crypto.randomUUID());
  });
  afterEach(() => {
    db.close();
    rmSync(home, { recursive: true });
  });

  const at = (name: string) => join(files.folder('c'), name);
  const link = (name: string, target: string) => {
    mkdirSync(dirname(at(name)), { recursive: true });
    symlinkSync(target, at(name));
  };

  /** Each leads out of the container, to `victim` or to a file that does not exist yet. */
  const ways: Record<string, () => string> = {
    'a folder': () => {
      link('way', outside);
      return 'way/victim';
    },
    'a folder below a folder': () => {
      link('deep/er/way', outside);
      return 'deep/er/way/sub/victim';
    },
    'a new file in a folder': () => {
      link('way', outside);
      return 'way/new';
    },
    'a new folder in a folder': () => {
      link('way', outside);
      return 'way/new/folder/new';
    },
    'a file': () => {
      link('way', join(outside, 'victim'));
      return 'way';
    },
    'a file that does not exist': () => {
      link('way', join(outside, 'new'));
      return 'way';
    },
    'a folder that does not exist': () => {
      link('way', join(outside, 'new'));
      return 'way/new';
    },
    'a relative path': () => {
      link('deep/way', '../../../outside');
      return 'deep/way/victim';
    },
    'a second link': () => {
      link('first', outside);
      link('way', 'first');
      return 'way/victim';
    },
    "'..' after a link, which only looks like a path inside": () => {
      link('x/y/up', '../..');
      mkdirSync(at('x/y/outside'), { recursive: true });
      link('way', 'x/y/up/../../outside');
      return 'way/victim';
    },
    itself: () => {
      link('way', 'way');
      return 'way/victim';
    },
    'the container, which is a link itself': () => {
      renameSync(files.folder('c'), join(home, 'blobs', 'moved'));
      symlinkSync(outside, files.folder('c'));
      return 'victim';
    }
  };

  const isRefused = {
    code: expect.stringMatching(
      /^(ResourceTypeMismatch|BlobNotFound|INVALID_PARAMETER_VALUE|RESOURCE_DOES_NOT_EXIST)$/
    ) as string
  };
  const writes: Record<string, (name: string) => unknown> = {
    'Put Blob': name => files.put('c', name, from('new'), headers),
    'Put Block': name => files.putBlock('c', name, 'MQ==', from('new')),
    'Put Block List': name => files.commit('c', name, [], headers),
    'Set Blob Metadata': name =>
      files.describe('c', name, { metadata: { a: 'b' } }, () => undefined),
    'Delete Blob': name => files.delete('c', name),
    'the copy of an asset': name => files.copyIn('c', files.path('c', name)),
    'the upload of an artifact': name => artifacts.write(name, from('new')),
    'the deletion of an artifact': name => artifacts.delete(name)
  };
  const reads: Record<string, (name: string) => unknown> = {
    'Get Blob': name => files.open('c', name),
    'Get Blob Properties': name => files.properties('c', name),
    'the download of an artifact': name => artifacts.read(name)
  };

  const outsideIsUnchanged = () => {
    expect(readdirSync(outside).sort()).toEqual(['sub', 'victim']);
    expect(readdirSync(join(outside, 'sub'))).toEqual(['victim']);
    for (const file of ['victim', 'sub/victim'])
      expect(readFileSync(join(outside, file), 'utf8')).toBe('precious');
  };
  const staged = () =>
    ['.staging', '.artifact-staging'].flatMap(folder =>
      existsSync(join(home, 'blobs', folder)) ? readdirSync(join(home, 'blobs', folder)) : []
    );

  describe.each(Object.entries(ways))('to %s', (_, make) => {
    it.each(Object.entries({ ...writes, ...reads }))(
      'are refused by %s',
      async (_operation, act) => {
        const name = make();
        await expect((async () => act(name))()).rejects.toMatchObject(isRefused);
        outsideIsUnchanged();
        expect(staged()).toEqual([]);
      }
    );

    it('are not listed, as blobs or as artifacts', async () => {
      const name = make();
      const { blobs } = await listBlobs(files, 'c', { prefix: '', limit: 100 });
      expect(blobs.map(blob => blob.name)).not.toContain(name);
      const folder = dirname(name);
      const listed = await artifacts.list(folder === '.' ? '' : folder).catch(() => []);
      expect(listed.map(({ path }) => path)).not.toContain(name);
    });

    it('are deleted with their folder, but never what they lead to', async () => {
      make();
      for (const folder of ['way', 'deep', 'x', 'own']) {
        const aside = (() => {
          try {
            return files.setAside('c', folder);
          } catch (error) {
            expect(error).toMatchObject(isRefused);
            return undefined;
          }
        })();
        if (aside) rmSync(aside, { recursive: true });
      }
      outsideIsUnchanged();
    });
  });

  it('are not followed by the measurement and removal of what is no longer needed', async () => {
    link('logs', outside);
    link('run', outside);
    expect(await bytesBelow(at('logs'))).toBe(0);
    expect(files.isOwn(at('run/sub'))).toBe(false);
    await expect(files.remove(at('run/sub'))).rejects.toMatchObject(isRefused);
    await files.remove(at('logs'));
    expect(existsSync(at('logs'))).toBe(false);
    outsideIsUnchanged();
  });

  it('inside the container are followed by reads, and by writes below them', async () => {
    link('latest', 'own');
    expect((await files.properties('c', 'latest/file')).size).toBe(3);
    await files.put('c', 'latest/new', from('new!'), headers);
    expect(readFileSync(at('own/new'), 'utf8')).toBe('new!');
    await artifacts.write('latest/artifact', from('x'));
    expect(existsSync(at('own/artifact'))).toBe(true);
    for (const name of ['latest/new', 'latest/file']) await files.delete('c', name);
    expect(readdirSync(at('own'))).toEqual(['artifact']);
  });

  it('to a file of the container are replaced or deleted alone', async () => {
    link('alias', 'own/file');
    await files.delete('c', 'alias');
    link('alias', 'own/file');
    await files.put('c', 'alias', from('other'), headers);
    expect(lstatSync(at('alias')).isSymbolicLink()).toBe(false);
    expect(readFileSync(at('own/file'), 'utf8')).toBe('own');
  });

  it.each(['.staging', '.mine'])(
    'beside the containers, at %s, do not make other files removable, nor receive uploads',
    async name => {
      rmSync(join(home, 'blobs', name), { recursive: true, force: true });
      symlinkSync(outside, join(home, 'blobs', name));
      expect(files.unfinishedUploads()).toEqual([]);
      await files.put('c', 'a', from('x'), headers).catch(() => undefined);
      outsideIsUnchanged();
    }
  );

  it(
    'that replace a folder during the writes redirect none of them',
    { timeout: 60_000 },
    async () => {
      mkdirSync(at('race'));
      const swap = `const fs = require('node:fs');
      const [folder, aside, outside] = process.argv.slice(1);
      const attempt = act => { try { act(); } catch {} };
      for (;;) {
        attempt(() => fs.rmSync(aside, { recursive: true, force: true }));
        attempt(() => fs.renameSync(folder, aside));
        attempt(() => fs.symlinkSync(outside, folder));
        attempt(() => fs.unlinkSync(folder));
        attempt(() => fs.mkdirSync(folder));
      }`;
      const child = spawn(process.execPath, ['-e', swap, at('race'), at('aside'), outside]);
      const outcomes = { written: 0, refused: 0 };
      try {
        await new Promise(resolve => child.once('spawn', resolve));
        for (let i = 0; i < 3000 && (i < 300 || !outcomes.written || !outcomes.refused); i++)
          for (const act of [
            writes['Put Blob']!,
            writes['the upload of an artifact']!,
            writes['Delete Blob']!
          ])
            await Promise.resolve(act('race/victim')).then(
              () => outcomes.written++,
              () => outcomes.refused++
            );
      } finally {
        child.kill('SIGKILL');
      }
      outsideIsUnchanged();
      expect(outcomes.written).toBeGreaterThan(0);
      expect(outcomes.refused).toBeGreaterThan(0);
    }
  );
});
