import { describe, expect, it } from 'vitest';
import { parseJson } from './json-limits.js';

const MIB = 2 ** 20;

describe('parseJson', () => {
  it.each([
    ['values', `[${'0,'.repeat(2 * MIB)}0]`],
    ['objects', `[${'{},'.repeat(MIB)}0]`],
    ['open brackets', '['.repeat(4 * MIB)],
    ['nested objects', '{"a":'.repeat(MIB)],
    ['members', `{${Array.from({ length: 400_000 }, (_, i) => `"${i}":0`).join()}}`],
    ['white space', ' '.repeat(4 * MIB)],
    ['an open string', `"${'\\"'.repeat(2 * MIB)}`],
    ['backslashes', `"${'\\'.repeat(4 * MIB)}`],
    ['strings', '""'.repeat(2 * MIB)]
  ])('refuses at once 4 MB of %s', (_kind, text) => {
    const milliseconds = millisecondsOf(() => {
      expect(() => parseJson(text)).toThrow();
    });
    expect(milliseconds).toBeLessThan(100);
  });

  it('parses within the limits, and refuses beyond them', () => {
    const list = (count: number) => `[${Array(count).fill('0').join()}]`;
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(list(10_000))).toHaveLength(10_000);
    expect(() => parseJson(list(10_001))).toThrow('10000 values');
    expect(parseJson(nested(100))).toBeInstanceOf(Array);
    expect(() => parseJson(nested(101))).toThrow('100 nested values');
  });

  it('does not count what is in strings', () => {
    const text = '[{,"\\'.repeat(50_000);
    expect(parseJson(JSON.stringify({ text, 'a"[': '\\' }))).toEqual({ text, 'a"[': '\\' });
  });

  it('refuses the key __proto__ at any depth, in any spelling', () => {
    expect(() => parseJson('{"__proto__":1}')).toThrow('__proto__');
    expect(() => parseJson('{"a":[{"\\u005F_pr\\u006fto__" : {}}]}')).toThrow('__proto__');
    expect(parseJson('{"a":"__proto__","b":"\\"__proto__\\":"}')).toEqual({
      a: '__proto__',
      b: '"__proto__":'
    });
  });
});

/** Processor time rather than elapsed time, because other processes may keep the machine busy. */
function millisecondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
