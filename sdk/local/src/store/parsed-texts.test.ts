import { describe, expect, it } from 'vitest';
import { ParsedTexts } from './parsed-texts.js';

const textOf = (value: string) => JSON.stringify({ value, filler: 'x'.repeat(5000) });

describe('the text of a row', () => {
  it('is parsed once while it does not change', () => {
    const texts = new ParsedTexts<{ value: string }>(2);
    const first = texts.valueOf('row', textOf('a'));
    expect(texts.valueOf('row', textOf('a'))).toBe(first);
    expect(texts.valueOf('row', textOf('b')).value).toBe('b');
    expect(texts.valueOf('row', textOf('a'))).not.toBe(first);
  });

  it('is forgotten when others were read since', () => {
    const texts = new ParsedTexts<{ value: string }>(2);
    const [one, two] = ['one', 'two'].map(row => texts.valueOf(row, textOf(row)));
    expect(texts.valueOf('one', textOf('one'))).toBe(one);
    texts.valueOf('three', textOf('three'));
    expect(texts.valueOf('one', textOf('one'))).toBe(one);
    expect(texts.valueOf('two', textOf('two'))).not.toBe(two);
  });

  it('cannot be changed by a reader for the next one', () => {
    const texts = new ParsedTexts<{ value: string; tags: { key: string }[] }>(2);
    const text = JSON.stringify({ value: 'a', tags: [{ key: 'a' }], filler: 'x'.repeat(5000) });
    const read = texts.valueOf('row', text);
    expect(() => {
      read.value = 'b';
    }).toThrow(TypeError);
    expect(() => {
      read.tags[0]!.key = 'b';
    }).toThrow(TypeError);
  });
});
