import { createHash, randomBytes } from 'node:crypto';
import type { WireClient } from '../conformance/wire-client.js';
import type { Chance } from './random.js';
import { until } from './until.js';

const container = '/local.blob.carry/azureml-blobstore/soak';

/** Blobs that are uploaded whole or in blocks, with the hash that each must have once the server has acknowledged it. */
export class SoakBlobs {
  private readonly hashes = new Map<string, string>();

  constructor(
    private readonly wire: WireClient,
    private readonly chance: Chance
  ) {}

  async upload(): Promise<void> {
    const name = `${container}/blob-${this.hashes.size}-${randomBytes(4).toString('hex')}`;
    const content = randomBytes(Math.floor(this.chance.between(1, 400_000))).toString('hex');
    const inBlocks = this.chance.may(0.3);
    await until(() => (inBlocks ? this.putBlocks(name, content) : this.put(name, content)));
    this.hashes.set(name, hashOf(content));
  }

  get acknowledged(): number {
    return this.hashes.size;
  }

  /** Returns the faults of the blobs as sentences. */
  async faults(): Promise<string[]> {
    const faults: string[] = [];
    for (const [name, hash] of this.hashes) {
      const { status, body } = await this.wire.send('GET', name);
      if (status !== 200) faults.push(`${name} was acknowledged, and now its status is ${status}`);
      else if (hashOf(body) !== hash) faults.push(`${name} has another content`);
    }
    return faults;
  }

  private async put(url: string, content: string): Promise<void> {
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain' };
    const { status, body } = await this.wire.send('PUT', url, headers, content);
    if (status !== 201) throw new Error(`${status} ${body}`);
  }

  private async putBlocks(name: string, content: string): Promise<void> {
    const half = Math.ceil(content.length / 2);
    const blocks = [content.slice(0, half), content.slice(half)];
    const ids = blocks.map((_, i) => Buffer.from(`block-${i}`).toString('base64'));
    for (const [i, id] of ids.entries())
      await this.put(`${name}?comp=block&blockid=${encodeURIComponent(id)}`, blocks[i] ?? '');
    const list = ids.map(id => `<Latest>${id}</Latest>`).join('');
    await this.put(`${name}?comp=blocklist`, `<BlockList>${list}</BlockList>`);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
