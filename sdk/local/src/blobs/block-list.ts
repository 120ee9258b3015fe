import type { Readable } from 'node:stream';
import { fail } from './errors.js';

/** Azure's limit on the blocks of a blob. */
const MAX_BLOCKS = 50_000;

/** Space for a list of Azure's maximum length with the longest ids, indented. */
const MAX_BYTES = 8 * 1024 * 1024;

/** More characters than the longest part of a list has: one block, or the declaration. */
const MAX_PART_LENGTH = 4096;

/** The next part of a list: what precedes it, its start, a block or its end. */
const part =
  /\s*(?:<\?[^<>]*\?>|<!--[^<>]*-->|<(BlockList)(?:\s[^<>]*)?>|<(Latest|Uncommitted|Committed)>([^<>]*)<\/\2>|<\/(BlockList)>)/y;

/**
 * Reads the block ids of a commit, in order. The list is read part by part as it arrives, so that a long one holds up no other request.
 *
 * @throws CarryError `InvalidXmlDocument`, `BlockListTooLong`, `RequestBodyTooLarge`
 */
export async function readBlockList(body: Readable): Promise<string[]> {
  const list = new BlockList();
  const text = new TextDecoder();
  let bytes = 0;
  // The stream is not destroyed, because a client that is still sending would see a broken connection instead of the error.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw fail('RequestBodyTooLarge', { bytes: MAX_BYTES });
    list.read(text.decode(chunk, { stream: true }));
  }
  return list.end();
}

class BlockList {
  private readonly ids: string[] = [];
  private state: 'before' | 'inside' | 'after' = 'before';
  private rest = '';

  read(text: string): void {
    this.rest += text;
    let at = 0;
    for (;;) {
      part.lastIndex = at;
      const found = part.exec(this.rest);
      if (!found) break;
      at = part.lastIndex;
      this.take(found);
    }
    this.rest = this.rest.slice(at).trimStart();
    if (this.rest.length > MAX_PART_LENGTH) throw fail('InvalidXmlDocument');
  }

  end(): string[] {
    if (this.state !== 'after' || this.rest !== '') throw fail('InvalidXmlDocument');
    return this.ids;
  }

  private take([text, start, kind, id = '', end]: RegExpExecArray): void {
    if (start) this.move('before', text.endsWith('/>') ? 'after' : 'inside');
    else if (end) this.move('inside', 'after');
    else if (kind) {
      this.move('inside', 'inside');
      if (this.ids.push(id.trim()) > MAX_BLOCKS)
        throw fail('BlockListTooLong', { limit: MAX_BLOCKS });
    }
  }

  private move(from: BlockList['state'], to: BlockList['state']): void {
    if (this.state !== from) throw fail('InvalidXmlDocument');
    this.state = to;
  }
}
