import { describe, expect, it } from 'vitest';
import { parseSum, solve } from './sum.js';

const refusal = (text: string, limit = 1000) => {
  try {
    parseSum(text, limit);
  } catch (e) {
    return e as { code: string; message: string };
  }
  throw new Error(`'${text}' was accepted`);
};

describe('parseSum', () => {
  it('reads two whole numbers with a plus between them', () => {
    expect(parseSum('20+30', 1000)).toEqual({ a: '20', b: '30' });
  });

  it('drops spaces and leading zeros, which change no sum', () => {
    expect(parseSum(' 007 + 000\n', 1000)).toEqual({ a: '7', b: '0' });
  });

  it('counts digits without leading zeros', () => {
    expect(parseSum('00012+1', 2)).toEqual({ a: '12', b: '1' });
  });

  it.each([
    ['2x+3', 'SumMalformed'],
    ['', 'SumEmpty'],
    ['   ', 'SumEmpty'],
    ['-2+3', 'OperandNegative'],
    ['2+ - 3', 'OperandNegative'],
    ['2+', 'SumMalformed'],
    ['20', 'SumMalformed'],
    ['1+2+3', 'SumMalformed'],
    ['1.5+2', 'SumMalformed'],
    ['1e3+2', 'SumMalformed'],
    ['٢+٣', 'SumMalformed'],
    ['123+4', 'OperandTooLong']
  ])('rejects %j with %s', (text, code) => {
    expect(refusal(text, 2).code).toBe(code);
  });

  it('says in every message about the form what is accepted', () => {
    for (const text of ['2x+3', '', '-2+3']) expect(refusal(text).message).toContain("'20+30'");
  });

  it('says in the message about a long number how long it may be', () => {
    expect(refusal('1234+5', 3).message).toMatch(/has 4 digits.*at most 3/);
  });

  it('does not repeat a text of a megabyte in its message', () => {
    expect(refusal('x'.repeat(1e6)).message.length).toBeLessThan(300);
  });
});

describe('solve', () => {
  it('adds numbers beyond the range of floats', () => {
    expect(solve({ a: '9'.repeat(40), b: '1' })).toBe('1' + '0'.repeat(40));
  });
});
