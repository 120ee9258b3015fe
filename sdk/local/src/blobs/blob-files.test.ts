import { mkdtempSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../store/database.js';
import { BlobFiles } from './blob-files.js';
import { isModified, writeCondition } from './conditions.js';
import { markerOf } from './list-marker.js';
import { listBlobs } from './list.js';

const from = (content: string) => Readable.from([Buffer.from(content)]);

describe('BlobFiles', () => {
  let root: string;
  let files: BlobFiles;
  let db: ReturnType<typeof openDatabase>;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'carry-blobs-'));
    db = openDatabase(join(root, 'state.db'));
    files = new BlobFiles(root, db);
    await files.createContainer('c');
  });
  afterEach(() => {
    db.close();
    rmSync(root, { recursive: true });
  });

  const read = async (name: string) => {
    const blob = await files.open('c', name);
    return text(blob.read({ start: 0, end: blob.properties.size - 1 }));
  };

  it('returns the stored content with its type and metadata', async () => {
    await files.put('c', 'a/b.txt', from('hello'), {
      contentType: 'text/plain',
      metadata: { k: 'v' }
    });
    expect(await files.properties('c', 'a/b.txt')).toMatchObject({
      size: 5,
      contentType: 'text/plain',
      metadata: { k: 'v' },
      md5: 'XUFAKrxLKna5cZ2REBfFkg=='
    });
    expect(await read('a/b.txt')).toBe('hello');
  });

  it('joins blocks in the order of the block list, not of their upload', async () => {
    await files.putBlock('c', 'big', 'Mg==', from('world'));
    await files.putBlock('c', 'big', 'MQ==', from('hello '));
    await files.commit('c', 'big', ['MQ==', 'Mg=='], { metadata: {} });
    expect(await read('big')).toBe('hello world');
    expect(await files.uncommittedBlocks('c', 'big')).toEqual([]);
  });

  it('returns no hash once a job has overwritten the content', async () => {
    await files.put('c', 'a', from('one'), { contentType: 'text/plain', metadata: { k: 'v' } });
    writeFileSync(files.path('c', 'a'), 'three');
    const blob = await files.properties('c', 'a');
    expect(blob).toMatchObject({ size: 5, contentType: 'text/plain', metadata: { k: 'v' } });
    expect(blob.md5).toBeUndefined();
  });

  it('gives each content a different etag, even when it is replaced at once', async () => {
    const etags = new Set<string>();
    for (const content of ['one', 'two', 'six']) {
      await files.put('c', 'a', from(content), { metadata: {} });
      etags.add((await files.properties('c', 'a')).etag);
    }
    await files.describe('c', 'a', { metadata: { k: 'v' } }, () => undefined);
    const { etag, md5 } = await files.properties('c', 'a');
    expect(etags.add(etag).size).toBe(4);
    expect(md5).toBeDefined();
  });

  it('reads the content whose properties it returned, even if the blob is replaced meanwhile', async () => {
    await files.put('c', 'a', from('first'), { metadata: {} });
    const blob = await files.open('c', 'a');
    await files.put('c', 'a', from('later'), { metadata: {} });
    expect(await text(blob.read({ start: 0, end: 4 }))).toBe('first');
    expect(await read('a')).toBe('later');
  });

  it('reads the complete content or reports that the blob is gone, while it is being deleted', async () => {
    for (let round = 0; round < 50; round++) {
      await files.put('c', 'a', from('here'), { metadata: {} });
      const opened = files.open('c', 'a').then(blob => text(blob.read({ start: 0, end: 3 })));
      const [result] = await Promise.allSettled([opened, files.delete('c', 'a')]);
      if (result.status === 'fulfilled') expect(result.value).toBe('here');
      else expect(result.reason).toMatchObject({ code: 'BlobNotFound' });
    }
  });

  it('lets exactly one of many concurrent writers create the blob', async () => {
    const first = writeCondition({ 'if-none-match': '*' }, 'a');
    const done = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        files.put('c', 'a', from(`${i}`.padStart(2)), { metadata: {} }, first)
      )
    );
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = done.findIndex(({ status }) => status === 'fulfilled');
    expect(await read('a')).toBe(`${winner}`.padStart(2));
    expect(readdirSync(join(root, '.staging'))).toEqual([]);
  });

  it('refuses a write when the blob has changed since the writer read it', async () => {
    await files.put('c', 'a', from('one'), { metadata: {} });
    const { etag } = await files.properties('c', 'a');
    const ifSame = writeCondition({ 'if-match': etag }, 'a');
    await files.put('c', 'a', from('two'), { metadata: {} }, ifSame);
    const late = files.put('c', 'a', from('three'), { metadata: {} }, ifSame);
    await expect(late).rejects.toMatchObject({ code: 'ConditionNotMet' });
    await expect(files.describe('c', 'a', {}, ifSame)).rejects.toMatchObject({
      code: 'ConditionNotMet'
    });
    const blob = await files.properties('c', 'a');
    expect(() => isModified({ 'if-match': etag }, blob)).toThrow(/If-Match/);
    expect(isModified({ 'if-none-match': blob.etag }, blob)).toBe(false);
    expect(isModified({ 'if-none-match': etag, 'if-match': blob.etag }, blob)).toBe(true);
    expect(await read('a')).toBe('two');
  });

  it('refuses a block list with a block that was never uploaded', async () => {
    await expect(files.commit('c', 'big', ['MQ=='], { metadata: {} })).rejects.toMatchObject({
      code: 'InvalidBlockList'
    });
  });

  it('refuses damaged content and keeps the previous content', async () => {
    await files.put('c', 'a', from('good'), { metadata: {} });
    await expect(
      files.put('c', 'a', from('bad'), { md5: 'AAAA', metadata: {} })
    ).rejects.toMatchObject({
      code: 'Md5Mismatch'
    });
    expect(await read('a')).toBe('good');
    expect(readdirSync(join(root, '.staging'))).toEqual([]);
  });

  it('reports that a file cannot also be a folder', async () => {
    await files.put('c', 'a', from('x'), { metadata: {} });
    await expect(files.put('c', 'a/b', from('x'), { metadata: {} })).rejects.toMatchObject({
      code: 'BlobNameConflict'
    });
  });

  it('finds nothing below a blob', async () => {
    await files.put('c', 'a', from('x'), { metadata: {} });
    await expect(files.properties('c', 'a/b')).rejects.toMatchObject({ code: 'BlobNotFound' });
  });

  it('hides files that a link brings into the container from outside', async () => {
    mkdirSync(join(root, 'secret'));
    writeFileSync(join(root, 'secret', 's'), 'secret');
    symlinkSync(join(root, 'secret'), join(root, 'c', 'link'));
    await expect(files.properties('c', 'link/s')).rejects.toMatchObject({ code: 'BlobNotFound' });
    expect((await listBlobs(files, 'c', { prefix: '', limit: 10 })).blobs).toEqual([]);
  });

  it('lists the blobs when a job has linked a folder into itself', async () => {
    await files.put('c', 'a', from('x'), { metadata: {} });
    symlinkSync('.', join(root, 'c', 'loop'));
    const { blobs } = await listBlobs(files, 'c', { prefix: '', limit: 10 });
    expect(blobs.map(blob => blob.name)).toEqual(['a']);
  });

  it('lists in the order of names, in pages and by folders', async () => {
    for (const name of ['a/2', 'a/1', 'a.b', 'b'])
      await files.put('c', name, from('x'), { metadata: {} });
    const names = async (options: Partial<Parameters<typeof listBlobs>[2]>) => {
      const page = await listBlobs(files, 'c', { prefix: '', limit: 10, ...options });
      return { names: page.blobs.map(b => b.name), prefixes: page.prefixes, next: page.nextMarker };
    };
    expect(await names({})).toEqual({
      names: ['a.b', 'a/1', 'a/2', 'b'],
      prefixes: [],
      next: undefined
    });
    expect(await names({ limit: 2 })).toEqual({
      names: ['a.b', 'a/1'],
      prefixes: [],
      next: markerOf('a/2')
    });
    expect(await names({ marker: markerOf('a/2') })).toMatchObject({ names: ['a/2', 'b'] });
    expect(await names({ delimiter: '/' })).toMatchObject({
      names: ['a.b', 'b'],
      prefixes: ['a/']
    });
    expect(await names({ prefix: 'a/' })).toMatchObject({ names: ['a/1', 'a/2'] });
  });

  it('removes empty folders together with their last blob', async () => {
    await files.put('c', 'x/y/z', from('1'), { metadata: {} });
    await files.delete('c', 'x/y/z');
    expect(readdirSync(join(root, 'c'))).toEqual([]);
  });
});
