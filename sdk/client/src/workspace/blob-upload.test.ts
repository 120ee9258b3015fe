import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeService, type FakeService } from '../arm/client/fake-service.test-support.js';
import { BlobContainer } from './blob-container.js';

let service: FakeService;
let container: BlobContainer;
let source: string;
let folder: string;
const code = 'AuthorizationFailure';
const refused = {
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code><Message>Not allowed.</Message></Error>`
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carry-blob-upload-'));
  source = join(folder, 'file');
  service = await fakeService(({ path }) =>
    path.endsWith('/refused') ? refused : { status: 201 }
  );
  container = await BlobContainer.open(`${service.url}/c?sig=1`, undefined);
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

describe('an upload', () => {
  it.each([0, 1, 8 << 20])('sends a file of %i bytes in one request', async size => {
    const content = randomBytes(size);
    await writeFile(source, content);
    await container.upload('p', [{ path: 'file', source }]);
    expect(service.seen.map(({ path, query }) => [path, query.comp])).toEqual([
      ['/c/p/file', undefined]
    ]);
    expect(service.seen[0]?.body.equals(content)).toBe(true);
  });

  it('sends a larger file in blocks, and their list in the order of the file', async () => {
    const content = randomBytes((41 << 20) + 3);
    await writeFile(source, content);
    await container.upload('', [{ path: 'file', source }]);
    const blocks = new Map(
      service.seen.filter(({ query }) => query.comp === 'block').map(b => [b.query.blockid, b.body])
    );
    const list = service.seen.at(-1);
    expect(list?.query.comp).toBe('blocklist');
    const ids = [...(list?.body.toString() ?? '').matchAll(/<Latest>(.*?)<\/Latest>/g)];
    const parts = ids.map(([, id = '']) => blocks.get(id) ?? Buffer.alloc(0));
    expect(parts).toHaveLength(6);
    expect(Buffer.concat(parts).equals(content)).toBe(true);
  });

  it('rejects with the first failure and begins no further file', async () => {
    await writeFile(source, 'x');
    const names = ['refused', ...Array.from({ length: 30 }, (_, i) => `f${i}`)];
    const files = names.map(path => ({ path, source }));
    await expect(container.upload('', files)).rejects.toMatchObject({ status: 403, code });
    await container.upload('', [{ path: 'after', content: '' }]);
    expect(service.seen.length).toBeLessThan(names.length);
  });
});
