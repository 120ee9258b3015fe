import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Connection } from '../arm/client/index.js';
import { fakeService, type FakeService } from '../arm/client/fake-service.test-support.js';
import type { RunDetails } from '../arm/index.js';
import { readLog, type LogChunk, type LogOptions } from './job-log.js';

const log = Buffer.from('one\ntwo\nthree\n');
let service: FakeService;

beforeEach(async () => {
  service = await fakeService(({ headers }) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    const [from, to] = [Number(first), Math.min(Number(last), log.length - 1)];
    if (from > to) return { status: 416 };
    const range = `bytes ${from}-${to}/${log.length}`;
    return {
      status: 206,
      headers: { 'content-range': range },
      body: log.subarray(from, to + 1)
    };
  });
});
afterEach(() => service.close());

async function read(options: LogOptions): Promise<LogChunk[]> {
  const details = (): Promise<RunDetails> =>
    Promise.resolve({
      runId: 'j',
      status: 'Completed',
      logFiles: { 'user_logs/std_log.txt': `${service.url}/log` }
    });
  const connection = new Connection({ endpoint: service.url, retryDelayMs: 1 });
  const chunks: LogChunk[] = [];
  for await (const chunk of readLog({ name: 'j', details, connection }, options))
    chunks.push(chunk);
  return chunks;
}

describe('a part of a log', () => {
  it('has at most the length that is asked for', async () => {
    expect(await read({ offset: 4, length: 6 })).toEqual([{ text: 'two\nth', start: 4, end: 10 }]);
  });

  it('ends with the log', async () => {
    expect(await read({ offset: 12, length: 100 })).toEqual([
      { text: 'e\n', start: 12, end: log.length }
    ]);
  });
});

describe('the tail of a log', () => {
  it('is read without the text before it', async () => {
    expect(await read({ tail: 6 })).toEqual([{ text: 'three\n', start: 8, end: log.length }]);
  });

  it('is the whole of a short log', async () => {
    expect(await read({ tail: 1000 })).toEqual([
      { text: log.toString(), start: 0, end: log.length }
    ]);
  });

  it('begins no earlier than the offset', async () => {
    expect(await read({ tail: 10, offset: 12 })).toEqual([
      { text: 'e\n', start: 12, end: log.length }
    ]);
  });
});
