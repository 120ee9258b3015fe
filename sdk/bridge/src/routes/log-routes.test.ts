import { describe, expect, it } from 'vitest';
import type { LogChunk, LogMatches } from '../api.js';
import { get, useBridge } from '../bridge.test-support.js';
import type { FakeJob } from '../fake-workspace.test-support.js';
import { PART_BYTES } from '../log-part.js';
import type { LogSearchQuery } from '../schemas/log-schema.js';

let job: FakeJob;

useBridge(() => {
  job = { name: 'one', status: 'Completed', log: 'first\nsecond\nthird\n' };
  return [job];
});

const getLog = (path: string) => get(`/api/jobs/${path}`);
const part = async (query: string) => (await getLog(`one/log?${query}`)).json<LogChunk>();
async function search(query: LogSearchQuery): Promise<LogMatches> {
  const entries = Object.entries(query).map(([key, value]): [string, string] => [key, `${value}`]);
  return (await getLog(`one/log/search?${new URLSearchParams(entries).toString()}`)).json();
}

/** A log with lines of the same length; every hundredth has a word more. */
function longLog(lines: number): string {
  return Array.from({ length: lines }, (_, n) => {
    const word = n % 100 === 0 ? 'Needle' : 'straw ';
    return `${String(n).padStart(7, '0')} ${word} ${'.'.repeat(84)}\n`;
  }).join('');
}

describe('GET /api/jobs/{name}/log', () => {
  it('returns the text from an offset, and before one', async () => {
    expect(await part('from=6')).toEqual({ text: 'second\nthird\n', start: 6, end: 19 });
    expect(await part('before=13')).toEqual({ text: 'first\nsecond\n', start: 0, end: 13 });
    expect(await part('from=19')).toEqual({ text: '', start: 19, end: 19 });
  });

  it('returns whole lines of a long log, which join without a gap', async () => {
    job.log = longLog(10_000);
    const before = await part('before=500000');
    expect(before.text).toMatch(/^\d{7} .*\n$/s);
    const from = await part(`from=${before.end}`);
    expect(from.start).toBe(500_000);
    expect(from.text).toMatch(/^\d{7} .*\n$/s);
    expect(from.text.length).toBeGreaterThan(PART_BYTES - 100);
    expect(before.text + from.text).toBe(job.log.slice(before.start, from.end));
  });

  it('divides an endless line between characters', async () => {
    job.log = 'é'.repeat(PART_BYTES);
    const from = await part('from=0');
    expect(from.text).toMatch(/^é+$/);
    const before = await part(`before=${2 * PART_BYTES - 2}`);
    expect(before.text).toMatch(/^é+$/);
    expect(before.end - before.start).toBe(PART_BYTES);
    const odd = await part(`before=${PART_BYTES + 2 + 1}`);
    expect(odd.start % 2).toBe(0);
  });

  it('returns any bytes as text, with the offsets of the bytes', async () => {
    job.log = Buffer.from([0x61, 0xff, 0xfe, 0x00, 0x1b, 0x0a, 0x62, 0xc3]);
    expect(await part('from=0')).toEqual({ text: 'a��\u0000\u001b\nb�', start: 0, end: 8 });
  });

  it('goes on in a log that is no text', async () => {
    job.log = Buffer.alloc(3 * PART_BYTES, 0x80);
    const from = await part('from=0');
    expect(from.end).toBe(PART_BYTES);
    const before = await part(`before=${3 * PART_BYTES}`);
    expect([before.start, before.end]).toEqual([2 * PART_BYTES, 3 * PART_BYTES]);
  });

  it('returns what a job has written meanwhile', async () => {
    job.status = 'Running';
    expect((await part('from=13')).end).toBe(19);
    job.log = 'first\nsecond\nthird\nfourth';
    expect(await part('from=19')).toEqual({ text: 'fourth', start: 19, end: 25 });
  });

  it.each(['', 'from=-1', 'from=1.5', 'before=0', 'from=1e30', 'from=a'])(
    'responds with 400 to the query “%s”',
    async query => {
      expect((await getLog(`one/log?${query}`)).statusCode).toBe(400);
    }
  );

  it.each(['log?from=0', 'log/search?text=a', 'log/bytes?from=0'])(
    'responds with 404 to %s of a job that is gone, or that has no log',
    async path => {
      const gone = await getLog(`gone/${path}`);
      expect([gone.statusCode, gone.json().error.code]).toEqual([404, 'NotFound']);
      delete job.log;
      const none = await getLog(`one/${path}`);
      expect([none.statusCode, none.json().error.code]).toEqual([404, 'LogNotFound']);
    }
  );

  it('responds with 400 to a name that leads elsewhere', async () => {
    expect((await getLog(`${encodeURIComponent('../one')}/log?from=0`)).statusCode).toBe(400);
  });
});

describe('GET /api/jobs/{name}/log/search', () => {
  it('finds lines in capital or small letters, with their numbers and offsets', async () => {
    job.log = 'first Line\nsecond\n\nlast LINE\n';
    expect(await search({ text: 'line' })).toEqual({
      count: 2,
      matches: [
        { offset: 0, line: 1 },
        { offset: 19, line: 4 }
      ],
      end: 29,
      line: 5
    });
  });

  it('takes the text as it is', async () => {
    job.log = 'a.*b\naxxb\n[x]($1)\\n é ẞ\n';
    const found = async (text: string) => (await search({ text })).matches.map(({ line }) => line);
    expect(await found('a.*b')).toEqual([1]);
    expect(await found('[x]($1)\\n')).toEqual([3]);
    expect(await found('É ß')).toEqual([3]);
    expect(await found('(')).toEqual([3]);
    expect(await found('\ud800')).toEqual([]);
  });

  it('finds what a terminal would show', async () => {
    job.log = 'plain \u001b[31mred\u001b[0m text\n 10%\r100%\n';
    expect((await search({ text: 'red text' })).count).toBe(1);
    expect((await search({ text: '31m' })).count).toBe(0);
    expect((await search({ text: '100%' })).matches).toEqual([{ offset: 24, line: 2 }]);
    expect((await search({ text: ' 10%' })).count).toBe(0);
  });

  it('searches a long log in several parts, as if in one', async () => {
    const lines = 200_000;
    job.log = longLog(lines);
    const matches: LogMatches['matches'] = [];
    let [at, count, requests] = [{ end: 0, line: 1 }, 0, 0];
    for (;;) {
      const found = await search({ text: 'needle', from: at.end, line: at.line });
      if (found.end === at.end) break;
      matches.push(...found.matches);
      count += found.count;
      at = found;
      requests += 1;
    }
    expect(requests).toBe(3);
    expect(count).toBe(lines / 100);
    expect(at).toMatchObject({ end: job.log.length, line: lines + 1 });
    expect(matches[1234]).toEqual({ line: 123_401, offset: 123_400 * 100 });
  });

  it('counts the matches that it does not list', async () => {
    job.log = 'x\n'.repeat(1000);
    const found = await search({ text: 'x', limit: 10 });
    expect([found.count, found.matches.length, found.line]).toEqual([1000, 10, 1001]);
  });

  it('searches a line that is still written once it has ended', async () => {
    job = Object.assign(job, { status: 'Running', log: 'done\nstill' });
    expect(await search({ text: 'still' })).toEqual({ count: 0, matches: [], end: 5, line: 2 });
    job.log = 'done\nstill here\n';
    const found = await search({ text: 'still', from: 5, line: 2 });
    expect(found).toEqual({ count: 1, matches: [{ offset: 5, line: 2 }], end: 16, line: 3 });
    Object.assign(job, { status: 'Failed', log: 'done\nstill' });
    expect(await search({ text: 'still' })).toMatchObject({ count: 1, end: 10 });
  });

  it('advances in a line without an end, and finds a text in it', async () => {
    job.log = `${'x'.repeat(9 * 1024 * 1024)}needle`;
    const first = await search({ text: 'needle' });
    expect(first).toMatchObject({ count: 0, line: 1 });
    expect(first.end).toBeGreaterThan(8 * 1024 * 1024 - 65 * 1024);
    const second = await search({ text: 'needle', from: first.end, line: first.line });
    expect(second).toMatchObject({ count: 1, end: job.log.length });
  });

  it.each(['', 'text=', 'text=a&limit=10001', 'text=a&line=0', `text=${'a'.repeat(1001)}`])(
    'responds with 400 to the query “%.20s”',
    async query => {
      expect((await getLog(`one/log/search?${query}`)).statusCode).toBe(400);
    }
  );
});

describe('GET /api/jobs/{name}/log/bytes', () => {
  it('returns the bytes as they are, as a file', async () => {
    job.log = Buffer.from('<script>\u0000\xff', 'latin1');
    const response = await getLog('one/log/bytes?from=1');
    expect(response.rawPayload).toEqual(job.log.subarray(1));
    expect(response.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''one.log",
      'x-content-type-options': 'nosniff'
    });
  });

  it('returns a long log in parts, the last of which is shorter', async () => {
    job.log = longLog(100_000);
    const sizes: number[] = [];
    for (let from = 0; from < job.log.length; from += sizes.at(-1) ?? 0) {
      sizes.push((await getLog(`one/log/bytes?from=${from}`)).rawPayload.length);
    }
    expect(sizes).toEqual([8 * 1024 * 1024, job.log.length - 8 * 1024 * 1024]);
  });
});
