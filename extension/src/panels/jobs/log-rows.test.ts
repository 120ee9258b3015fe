import { describe, expect, it } from 'vitest';
import { LogRows, MAX_ROW_LENGTH } from './log-rows.js';

function rowsOf(...texts: string[]) {
  const rows = new LogRows();
  let start = 100;
  const all = texts.flatMap(text => {
    const added = rows.add(text, start);
    start += new TextEncoder().encode(text).length;
    return added;
  });
  return { all, open: rows.open };
}

describe('the rows of a log', () => {
  it('are its lines, with the offsets of their bytes', () => {
    expect(rowsOf('one\ntwö 😀\n\nthree').all).toEqual([
      { offset: 100, text: 'one' },
      { offset: 104, text: 'twö 😀' },
      { offset: 114, text: '' }
    ]);
    expect(rowsOf('one\ntwö 😀\n\nthree').open).toEqual({ offset: 115, text: 'three' });
  });

  it('are joined across pieces', () => {
    const { all, open } = rowsOf('one\ntw', 'o', '\nthree');
    expect(all.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(all[1]?.offset).toBe(104);
    expect(open).toEqual({ offset: 108, text: 'three' });
  });

  it('have the last state of a progress bar, and forget those before it', () => {
    const { all, open } = rowsOf(' 10%\r', ' 50%\r100%', '\r\nnext', '\rover');
    expect(all).toEqual([{ offset: 100, text: '100%' }]);
    expect(open).toEqual({ offset: 116, text: 'over' });
    const states = rowsOf(...Array.from({ length: 5000 }, (_, n) => `\r${n} of 5000`));
    expect(states).toEqual({ all: [], open: { offset: 100, text: '4999 of 5000' } });
  });

  it('divide a very long line, but no letter of it', () => {
    const line = `x${'😀'.repeat(MAX_ROW_LENGTH)}`;
    const { all } = rowsOf(`${line}\nnext\n`);
    expect(all.map(({ text }) => text).join('')).toBe(`${line}next`);
    expect(all).toHaveLength(3);
    expect(all[1]).toMatchObject({ offset: 100 + 1 + 4 * (MAX_ROW_LENGTH / 2) });
    expect(all[2]).toEqual({ offset: 100 + 2 + 4 * MAX_ROW_LENGTH, text: 'next' });
    for (const { text } of all) expect(encodeURIComponent(text)).not.toBe('');
  });

  it('have the offsets of the pieces where bytes are no text', () => {
    const rows = new LogRows();
    // One byte that is no UTF-8 arrives as a character of three bytes.
    rows.add('\ufffd\ufffd', 0);
    expect(rows.add('\nnext\n', 2)).toEqual([
      { offset: 0, text: '\ufffd\ufffd' },
      { offset: 3, text: 'next' }
    ]);
  });
});
