import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../home.js';
import { replyWithErrors } from '../protocol/error-reply.js';
import { upload } from '../protocol/route-upload.js';
import { fullDisk } from '../protocol/full-disk.js';
import { DiskSpace } from './disk-space.js';
import { requireRoom } from './require-room.js';

const KIB = 1024;
let home: Home;
let free: number;
beforeEach(() => {
  home = new Home(mkdtempSync(join(tmpdir(), 'carry-disk-'))).create();
  free = 1000 * KIB;
});
afterEach(() => {
  rmSync(home.root, { recursive: true, force: true });
});

const disk = (diskLimit: number, diskReserve = 0) =>
  new DiskSpace({
    home,
    settings: { diskLimit, diskReserve },
    report: error => {
      throw error;
    },
    free: () => free
  });
const fill = (path: string, bytes: number) => {
  mkdirSync(join(home.root, path, '..'), { recursive: true });
  writeFileSync(join(home.root, path), Buffer.alloc(bytes));
};

describe('the quota of a home', () => {
  it('accepts what fits and counts it', async () => {
    fill('blobs/azureml/a', 50 * KIB);
    const space = disk(100 * KIB);
    await space.measure();
    space.require(40 * KIB);
    expect(space.usage).toMatchObject({ used: 90 * KIB, limit: 100 * KIB });
    expect(() => {
      space.require(11 * KIB);
    }).toThrow(/uses 90 KiB of its limit of 100 KiB, so 11 KiB more do not fit/);
  });

  it('names the largest folders, each container separately', async () => {
    fill('blobs/azureml/ExperimentRun/dcid.x/log', 60 * KIB);
    fill('blobs/upload-1/a', 30 * KIB);
    fill('jobs/x/y', 5 * KIB);
    const space = disk(1);
    await space.measure();
    expect(() => {
      space.require();
    }).toThrow(
      `The largest folders: ${home.root}/blobs/azureml (60 KiB), ${home.root}/blobs/upload-1 (30 KiB), ${home.root}/jobs (5 KiB).`
    );
  });

  it('has space again after something was deleted', async () => {
    fill('blobs/azureml/a', 100 * KIB);
    const space = disk(100 * KIB);
    await space.measure();
    expect(() => {
      space.require(1);
    }).toThrow();
    rmSync(join(home.blobs, 'azureml', 'a'));
    await space.measure();
    space.require(1);
  });

  it('keeps a reserve of the disk free', () => {
    free = 10 * KIB;
    const space = disk(1000 * KIB, 8 * KIB);
    space.require(2 * KIB);
    expect(() => {
      space.require(3 * KIB);
    }).toThrow(/is full: 10 KiB are free at .*, and 8 KiB are kept in reserve/);
  });
});

describe('an upload', () => {
  const send = async (url: string, bytes: number, isChunked = false) => {
    const app = fastify();
    replyWithErrors(app);
    requireRoom(app, disk(100 * KIB));
    app.addContentTypeParser('*', (_request, body, done) => {
      done(null, body);
    });
    app.put('/blobs/*', { config: upload }, async ({ body }) => {
      await finished((body as Readable).resume());
      return {};
    });
    app.put('/jobs/*', () => ({}));
    const { statusCode, body } = await app.inject({
      method: 'PUT',
      url,
      headers: { 'content-type': 'x/y' },
      payload: isChunked
        ? Readable.from([Buffer.alloc(bytes / 2), Buffer.alloc(bytes / 2)])
        : Buffer.alloc(bytes)
    });
    return [statusCode, (JSON.parse(body) as { error?: { code: string } }).error?.code];
  };

  it.each(['/blobs/c/b', '/blo%62s/c/b', 'https://localhost/blobs/c/b'])(
    'to %s is refused when it does not fit',
    async url => {
      expect(await send(url, 101 * KIB)).toEqual([403, 'DiskQuotaExceeded']);
      expect(await send(url, 99 * KIB)).toEqual([200, undefined]);
    }
  );

  it('in chunks, without a length, is refused when it outgrows the room', async () => {
    expect(await send('/blobs/c/b', 102 * KIB, true)).toEqual([403, 'DiskQuotaExceeded']);
    expect(await send('/blobs/c/b', 98 * KIB, true)).toEqual([200, undefined]);
  });

  it('is refused, while another change is not', async () => {
    expect(await send('/jobs/x', 101 * KIB)).toEqual([200, undefined]);
  });
});

describe('fullDisk', () => {
  it.each(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])('recognises %s', code => {
    expect(fullDisk(Object.assign(new Error('x'), { code }))).toMatchObject({ code: 'DiskFull' });
  });

  it('returns undefined for every other error', () => {
    expect(fullDisk(new Error('x'))).toBeUndefined();
    expect(fullDisk(undefined)).toBeUndefined();
  });
});
