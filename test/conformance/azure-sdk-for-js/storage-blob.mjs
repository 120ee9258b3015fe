import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { Readable } from 'node:stream';
import { ContainerClient } from '@azure/storage-blob';
import { all, at, client } from './workspace.mjs';

const MB = 1 << 20;

async function container() {
  const store = await client.datastores.get(...at, 'workspaceblobstore');
  const { sasToken } = await client.datastores.listSecrets(...at, 'workspaceblobstore');
  const { accountName, endpoint, containerName } = store.properties;
  return new ContainerClient(
    `https://${accountName}.blob.${endpoint}/${containerName}?${sasToken}`
  );
}

/** Generates the same pseudo-random megabytes each time, as they are read. */
function* megabytes(count, seed) {
  for (let i = 0; i < count; i++) {
    const block = Buffer.alloc(MB, seed);
    block.writeUInt32LE(i);
    yield block;
  }
}

function hashOf(chunks) {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

describe('@azure/storage-blob', () => {
  it('uploads 300 MB in blocks and reads the same bytes back', async () => {
    const seed = randomBytes(64);
    const blob = (await container()).getBlockBlobClient('big/300.bin');
    await blob.uploadStream(Readable.from(megabytes(300, seed)), 8 * MB, 4);
    const { readableStreamBody, contentLength } = await blob.download();
    assert.equal(contentLength, 300 * MB);
    const hash = createHash('sha256');
    for await (const chunk of readableStreamBody) hash.update(chunk);
    assert.equal(hash.digest('hex'), hashOf(megabytes(300, seed)));
    await blob.delete();
    assert.equal(await blob.exists(), false);
  });

  it('keeps content type, metadata and hash', async () => {
    const blob = (await container()).getBlockBlobClient('small.txt');
    await blob.upload('hello', 5, {
      blobHTTPHeaders: { blobContentType: 'text/plain' },
      metadata: { who: 'me' }
    });
    const properties = await blob.getProperties();
    assert.equal(properties.contentType, 'text/plain');
    assert.deepEqual(properties.metadata, { who: 'me' });
    assert.equal((await blob.downloadToBuffer(1, 3)).toString(), 'ell');
  });

  it('uploads in parallel blocks from memory', async () => {
    const data = randomBytes(20 * MB);
    const blob = (await container()).getBlockBlobClient('parallel.bin');
    await blob.uploadData(data, { blockSize: 4 * MB, concurrency: 5, maxSingleShotSize: MB });
    assert.equal(Buffer.compare(await blob.downloadToBuffer(), data), 0);
  });

  it('lists flat and by folder, over pages', async () => {
    const c = await container();
    for (const name of ['l/a/1', 'l/a/2', 'l/b/1', 'l/x'])
      await c.uploadBlockBlob(name, name, name.length);
    assert.deepEqual(
      (await all(c.listBlobsFlat({ prefix: 'l/' }))).map(b => b.name),
      ['l/a/1', 'l/a/2', 'l/b/1', 'l/x']
    );
    const pages = [];
    for await (const page of c.listBlobsFlat({ prefix: 'l/' }).byPage({ maxPageSize: 3 }))
      pages.push(page.segment.blobItems.length);
    assert.deepEqual(pages, [3, 1]);
    const kinds = (await all(c.listBlobsByHierarchy('/', { prefix: 'l/' }))).map(
      i => `${i.kind} ${i.name}`
    );
    assert.deepEqual(kinds.sort(), ['blob l/x', 'prefix l/a/', 'prefix l/b/']);
  });

  it('lists and reads every name that it stores', async () => {
    const c = await container();
    const names = [
      ...[
        `& < > ' "`,
        '&amp;&#65;',
        ']]> <![CDATA[',
        '%41 # ? + \\',
        ' lead',
        'trail ',
        'dot.',
        '1e5'
      ],
      ...['e\u0301', '\u00e9', '\u{1f600}', '\u0085', '\ufffe', '__proto__', 'n'.repeat(255)]
    ].map(name => `names/${name}`);
    for (const name of names) await c.uploadBlockBlob(name, name, Buffer.byteLength(name));
    const listed = (await all(c.listBlobsFlat({ prefix: 'names/' }))).map(b => b.name);
    assert.deepEqual(listed.sort(), [...names].sort());
    for (const name of listed)
      assert.equal((await c.getBlobClient(name).downloadToBuffer()).toString(), name);
  });

  it('lists folders whose names XML cannot contain', async () => {
    const c = await container();
    await c.uploadBlockBlob('folders/\uffff & é/x', 'x', 1);
    const found = await all(c.listBlobsByHierarchy('/', { prefix: 'folders/' }));
    assert.deepEqual(
      found.map(each => each.name),
      ['folders/\uffff & é/']
    );
  });

  it('refuses to overwrite when asked not to', async () => {
    const blob = (await container()).getBlockBlobClient('once.txt');
    await blob.upload('1', 1);
    await assert.rejects(blob.upload('2', 1, { conditions: { ifNoneMatch: '*' } }), {
      statusCode: 409
    });
  });

  it('is refused without a signature, and with one of another container', async () => {
    const c = await container();
    const bare = new ContainerClient(c.url.split('?')[0]);
    await assert.rejects(bare.getBlobClient('small.txt').download(), { statusCode: 403 });
    const other = new ContainerClient(c.url.replace('/azureml-blobstore?', '/azureml?'));
    await assert.rejects(other.getBlobClient('small.txt').download(), { statusCode: 403 });
  });
});
