import { describe, expect, it } from 'vitest';
import type { Job, LogChunk, LogOptions } from 'carry-ml';
import { followLog, LOG_WINDOW_BYTES } from './log-follower.js';

/** Follows a log that arrives in these chunks; a `null` is a pause. */
async function follow(chunks: (LogChunk | null)[], from = 0) {
  const sent: LogChunk[] = [];
  const asked: LogOptions[] = [];
  const job = {
    name: 'r',
    async *logChunks(options: LogOptions) {
      asked.push(options);
      for (const chunk of chunks) {
        if (chunk) yield chunk;
        else await new Promise(resolve => setTimeout(resolve, 150));
      }
    }
  } as unknown as Job;
  await followLog(job, from, chunk => sent.push(chunk), new AbortController().signal);
  return { sent, asked };
}

describe('following a log', () => {
  it('sends chunks that arrive together as one, and later chunks later', async () => {
    const { sent } = await follow([
      { text: 'a\n', start: 0, end: 2 },
      { text: 'b\n', start: 2, end: 4 },
      null,
      { text: 'c\n', start: 4, end: 6 }
    ]);
    expect(sent).toEqual([
      { start: 0, end: 4, text: 'a\nb\n' },
      { start: 4, end: 6, text: 'c\n' }
    ]);
  });

  it('starts with the tail, and reports its position in the log', async () => {
    const { sent, asked } = await follow([{ text: 'end\n', start: 999_996, end: 1_000_000 }]);
    expect(asked).toMatchObject([{ offset: 0, tail: LOG_WINDOW_BYTES, follow: true }]);
    expect(sent).toEqual([{ start: 999_996, end: 1_000_000, text: 'end\n' }]);
  });

  it('starts with a whole line', async () => {
    const { sent } = await follow([{ text: 'e 😀\nnext\nlast', start: 100, end: 116 }]);
    expect(sent).toEqual([{ start: 107, end: 116, text: 'next\nlast' }]);
  });

  it('continues at the offset of the page, without a tail', async () => {
    const { sent, asked } = await follow([{ text: 'x', start: 10, end: 11 }], 10);
    expect(asked).toMatchObject([{ offset: 10 }]);
    expect(asked[0]?.tail).toBeUndefined();
    expect(sent).toEqual([{ start: 10, end: 11, text: 'x' }]);
  });

  it('limits a burst to one window of whole lines', async () => {
    const line = `${'x'.repeat(99)}\n`;
    const burst = line.repeat(100_000);
    const { sent } = await follow([{ text: burst, start: 0, end: burst.length }]);
    expect(sent).toHaveLength(1);
    const [chunk] = sent;
    expect(chunk?.text.length).toBeLessThanOrEqual(LOG_WINDOW_BYTES);
    expect(chunk?.text.startsWith('xxx')).toBe(true);
    expect(chunk?.end).toBe(burst.length);
    expect(chunk?.start).toBe(burst.length - (chunk?.text.length ?? 0));
  });
});
