import { beforeEach, describe, expect, it } from 'vitest';
import { LogDownload } from './log-download.js';

let content: string;
let download: LogDownload;
let progress: (number | null)[];

beforeEach(() => {
  content = 'one two three four five';
  progress = [];
  download = new LogDownload((from, signal) => {
    signal.throwIfAborted();
    if (content === '') return Promise.reject(new Error('no service'));
    return Promise.resolve(new Blob([content.slice(from, from + 10)]));
  });
  download.changed.connect(({ received }) => progress.push(received));
});

describe('the download of a log', () => {
  it('joins its parts, and reports how far it is', async () => {
    const file = await download.start(content.length);
    expect(await file?.text()).toBe(content);
    expect(progress).toEqual(expect.arrayContaining([0, 10, 20, null]));
    expect(download.received).toBeNull();
  });

  it('ends where the log ends, even if it was to be longer', async () => {
    expect((await download.start(1000))?.size).toBe(content.length);
  });

  it('is stopped', async () => {
    const file = download.start(content.length);
    download.stop();
    expect(await file).toBeNull();
    expect([download.received, download.error]).toEqual([null, null]);
  });

  it('fails with the error of the service, and makes no file', async () => {
    content = '';
    expect(await download.start(10)).toBeNull();
    expect(download.error?.message).toBe('no service');
  });
});
