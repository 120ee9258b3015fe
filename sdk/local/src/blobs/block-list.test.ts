import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readBlockList } from './block-list.js';

const from = (...chunks: string[]) => Readable.from(chunks.map(chunk => Buffer.from(chunk)));
const list = (blocks: string) => `<?xml version="1.0"?>\n<BlockList>${blocks}</BlockList>\n`;

describe('readBlockList', () => {
  it('keeps the order of blocks of different kinds', async () => {
    const blocks =
      '<Latest>MQ==</Latest><Uncommitted>Mg==</Uncommitted>\n  <Committed>Mw==</Committed>';
    expect(await readBlockList(from(list(blocks)))).toEqual(['MQ==', 'Mg==', 'Mw==']);
  });

  it('reads a list that arrives in any parts', async () => {
    const text = `\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<!-- two -->${list('<Latest>MQ==</Latest>\n <Latest>Mg==</Latest>').slice(22)}`;
    expect(await readBlockList(from(...text.split('')))).toEqual(['MQ==', 'Mg==']);
    expect(await readBlockList(from('<BlockList />'))).toEqual([]);
    expect(await readBlockList(from('<BlockList></BlockList>'))).toEqual([]);
  });

  it.each([
    ['text', 'nonsense'],
    ['nothing', ''],
    ['another document', '<Tags><Tag>1</Tag></Tags>'],
    ['a list that does not end', '<BlockList><Latest>MQ==</Latest>'],
    ['a block that does not end', '<BlockList><Latest>MQ=='],
    ['two lists', '<BlockList></BlockList><BlockList></BlockList>'],
    ['text after the list', '<BlockList></BlockList>more'],
    ['nested lists', '<BlockList>'.repeat(10)],
    ['a block outside a list', '<Latest>MQ==</Latest>'],
    ['an entity declaration', '<!DOCTYPE x [<!ENTITY a "b">]><BlockList></BlockList>']
  ])('refuses %s', async (_, body) => {
    await expect(readBlockList(from(body))).rejects.toMatchObject({ code: 'InvalidXmlDocument' });
  });

  it("has Azure's limit of 50,000 blocks", async () => {
    const block = '<Latest>MQ==</Latest>';
    const { length } = await readBlockList(from(list(block.repeat(50_000))));
    expect(length).toBe(50_000);
    await expect(readBlockList(from(list(block.repeat(50_001))))).rejects.toMatchObject({
      code: 'BlockCountExceedsLimit'
    });
  });

  /** Each was, or would be, slow to read with a grammar that tries several ways. */
  const long: Record<string, string> = {
    blocks: list('<Latest>MQ==</Latest>'.repeat(2_600_000)),
    spaces: `<BlockList>${' '.repeat(55_000_000)}`,
    'an open tag': `<BlockList ${'a'.repeat(55_000_000)}`,
    'an open block': `<BlockList><Latest>${' '.repeat(55_000_000)}`,
    'open tags': '<'.repeat(55_000_000),
    declarations: '<?x?>'.repeat(11_000_000)
  };
  it.each(Object.keys(long))('refuses 55 MB of %s at once', { timeout: 20_000 }, async kind => {
    const bytes = Buffer.from(long[kind]!);
    const chunks = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, i) =>
      bytes.subarray(i * 65_536, (i + 1) * 65_536)
    );
    const before = process.cpuUsage();
    await expect(readBlockList(Readable.from(chunks))).rejects.toHaveProperty('code');
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });
});
