import { describe, expect, it } from 'vitest';
import type { Job, LogChunk as Piece, LogOptions } from 'carry-ml';
import type { LogChunk } from './api.js';
import { followLog, LOG_WINDOW } from './log-follower.js';

/** Follows a log that comes in these pieces; a `null` is a pause. */
async function follow(pieces: (Piece | null)[], from = 0) {
  const sent: LogChunk[] = [];
  const asked: LogOptions[] = [];
  const job = {
    name: 'r',
    async *logChunks(options: LogOptions) {
      asked.push(options);
      for (const piece of pieces) {
        if (piece) yield piece;
        else await new Promise(resolve => setTimeout(resolve, 150));
      }
    }
  } as unknown as Job;
  await followLog(job, from, chunk => sent.push(chunk), new AbortController().signal);
  return { sent, asked };
}

describe('following a log', () => {
  it('gathers what comes together and sends what comes later later', async () => {
    const { sent } = await follow([
      { text: 'a\n', offset: 2 },
      { text: 'b\n', offset: 4 },
      null,
      { text: 'c\n', offset: 6 }
    ]);
    expect(sent).toEqual([
      { run: 'r', offset: 0, end: 4, text: 'a\nb\n' },
      { run: 'r', offset: 4, end: 6, text: 'c\n' }
    ]);
  });

  it('begins with the tail, and says where in the log that is', async () => {
    const { sent, asked } = await follow([{ text: 'end\n', offset: 1_000_000 }]);
    expect(asked).toMatchObject([{ offset: 0, tail: LOG_WINDOW, follow: true }]);
    expect(sent).toEqual([{ run: 'r', offset: 999_996, end: 1_000_000, text: 'end\n' }]);
  });

  it('goes on from where the page stands, however much that is', async () => {
    const { sent, asked } = await follow([{ text: 'x', offset: 11 }], 10);
    expect(asked).toMatchObject([{ offset: 10 }]);
    expect(asked[0]).not.toHaveProperty('tail');
    expect(sent).toEqual([{ run: 'r', offset: 10, end: 11, text: 'x' }]);
  });

  it('sees no gap where a piece breaks off within a character', async () => {
    // The first byte of é has arrived with the first piece, and is shown with the second.
    const { sent } = await follow([{ text: 'caf', offset: 4 }, null, { text: 'é', offset: 5 }]);
    expect(sent.map(({ offset, end }) => [offset, end])).toEqual([
      [0, 4],
      [4, 5]
    ]);
  });

  it('sends no more than a window of a burst, in whole lines', async () => {
    const line = `${'x'.repeat(99)}\n`;
    const burst = line.repeat(100_000);
    const { sent } = await follow([{ text: burst, offset: burst.length }]);
    expect(sent).toHaveLength(1);
    const [chunk] = sent;
    expect(chunk?.text.length).toBeLessThanOrEqual(LOG_WINDOW);
    expect(chunk?.text.startsWith('xxx')).toBe(true);
    expect(chunk?.end).toBe(burst.length);
    expect(chunk?.offset).toBe(burst.length - (chunk?.text.length ?? 0));
  });
});
