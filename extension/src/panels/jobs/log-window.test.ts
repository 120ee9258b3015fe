import { beforeEach, describe, expect, it } from 'vitest';
import type { LogChunk, LogQuery } from '@carry-ml/bridge';
import { LOG_CHANGED, LogWindow } from './log-window.js';

/** Size of the parts that the fake service returns: 100 lines. */
const PART = 1000;
/** Every line has ten bytes. */
const line = (n: number) => `${String(n).padStart(9, '0')}\n`;

let whole: string;
let asked: LogQuery[];
let log: LogWindow;

beforeEach(() => {
  whole = '';
  asked = [];
  log = new LogWindow((query, signal) => {
    asked.push(query);
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
      setImmediate(() => {
        resolve('from' in query ? part(query.from) : part(query.before - PART, query.before));
      });
    });
  });
});

function part(from: number, to = from + PART): LogChunk {
  const [start, end] = [Math.max(0, from), Math.min(to, whole.length)];
  return { text: whole.slice(start, end), start, end };
}

/** Appends lines to the log, the last of which arrive in the page as one piece. */
function write(count: number, sent = count): void {
  const first = whole.length / 10;
  whole += Array.from({ length: count }, (_, n) => line(first + n)).join('');
  log.add(part(whole.length - sent * 10, whole.length));
}

const numbers = () => log.rows.map(({ text }) => Number(text));
const [first, last] = [() => numbers()[0], () => numbers().at(-1)];

/** Expects rows without a gap, each with its offset. */
function expectWhole(): void {
  const from = first() ?? 0;
  expect(log.rows.map(({ offset }) => offset)).toEqual(numbers().map(n => n * 10));
  expect(numbers()).toEqual(log.rows.map((_, i) => from + i));
  expect([log.start, log.end]).toEqual([from * 10, (last() ?? -1) * 10 + 10]);
}

describe('the part of a log in the page', () => {
  it('is its end, and grows with it', () => {
    write(500, 50);
    expect([first(), last()]).toEqual([450, 499]);
    write(10);
    expectWhole();
    expect(last()).toBe(509);
    expect(asked).toEqual([]);
  });

  it('has a limit, while it follows an endless log', () => {
    for (let i = 0; i < 30; i += 1) write(1000);
    expect(log.rows).toHaveLength(20_000);
    expectWhole();
    const key = log.firstKey;
    write(1000);
    expect(log.firstKey - key).toBe(1000);
  });

  it('starts again after a gap while it follows the log, and else stays', () => {
    write(100);
    write(100, 10);
    expect([first(), last()]).toEqual([190, 199]);
    log.follow(false);
    write(100, 10);
    expect([first(), last()]).toEqual([190, 199]);
    expect(log.hasEnd).toBe(false);
  });

  it('reads what is before, until the beginning, and keeps the keys', async () => {
    write(250, 50);
    const key = log.firstKey;
    await log.readEarlier();
    expect([first(), last()]).toEqual([100, 249]);
    expect(log.firstKey).toBe(key - 100);
    await log.readEarlier();
    await log.readEarlier();
    expectWhole();
    expect(first()).toBe(0);
    expect(asked).toEqual([{ before: 2000 }, { before: 1000 }]);
  });

  it('lets go of its end when the user reads far before it, and reads it again', async () => {
    write(30_000, 10);
    log.follow(false);
    while (log.start > 0) await log.readEarlier();
    expect(log.rows.length).toBeLessThanOrEqual(20_001);
    expectWhole();
    expect(log.hasEnd).toBe(false);
    write(5);
    expect(log.hasEnd).toBe(false);
    while (!log.hasEnd) await log.readLater();
    expectWhole();
    expect(last()).toBe(30_004);
  });

  it('holds no more bytes of long lines than of short ones', () => {
    const long = `${'x'.repeat(9_999)}\n`;
    let end = 0;
    for (let n = 0; n < 3000; n += 1) {
      log.add({ text: long, start: end, end: end + long.length });
      end += long.length;
    }
    expect(log.end - log.start).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(log.rows.length).toBeGreaterThan(800);
  });
});

describe('going to a line', () => {
  it('reads around it, and then stays there', async () => {
    write(5000, 50);
    await log.show(1230);
    expect(log.target).toEqual({ offset: 1230 });
    expect(log.following).toBe(false);
    expect([first(), last()]).toEqual([23, 222]);
    expectWhole();
    write(10);
    expect(last()).toBe(222);
  });

  it('reads nothing that the page has, and is asked for twice in a row', async () => {
    write(500);
    await log.show(1230);
    const before = log.target;
    await log.show(1230);
    expect(log.target).not.toBe(before);
    expect(asked).toEqual([]);
  });

  it('replaces the request of the step before', async () => {
    write(5000, 50);
    const one = log.show(10_000);
    const two = log.show(20_000);
    await Promise.all([one, two]);
    expect(log.target).toEqual({ offset: 20_000 });
    expectWhole();
  });

  it('follows the end again, also of what was written meanwhile', async () => {
    write(5000, 50);
    await log.show(0);
    const back = log.showEnd();
    write(200, 30);
    await back;
    expect(log.following).toBe(true);
    expectWhole();
    expect(last()).toBe(5199);
    write(1);
    expect(last()).toBe(5200);
  });
});

describe('a service that fails', () => {
  it('is asked again only after the user has seen the error', async () => {
    write(500, 50);
    whole = '';
    await log.readEarlier();
    expect(log.error?.code).toBe(LOG_CHANGED);
    log.forgetError();
    expect(log.error).toBeNull();
    expect(numbers()[0]).toBe(450);
  });

  it('is not waited for after the log is closed', async () => {
    write(500, 50);
    const reading = log.readEarlier();
    log.dispose();
    await reading;
    expect(first()).toBe(450);
    expect(log.error).toBeNull();
  });
});
