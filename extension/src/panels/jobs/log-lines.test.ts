import { describe, expect, it } from 'vitest';
import { LogLines } from './log-lines.js';

function log(...texts: string[]): LogLines {
  const lines = new LogLines();
  for (const text of texts) add(lines, text);
  return lines;
}

function add(lines: LogLines, text: string, start = lines.end): void {
  lines.add({ text, start, end: start + text.length });
}

describe('the lines of a log', () => {
  it('are joined across chunks', () => {
    expect(log('one\ntw', 'o\nthree').lines).toEqual(['one', 'two', 'three']);
  });

  it('are what a terminal shows after carriage returns', () => {
    expect(log(' 10%\r 50%\r100%\r\nnext\rover').lines).toEqual(['100%', 'over']);
  });

  it('have the offset where the log continues', () => {
    expect(log('12345', '678').end).toBe(8);
  });

  it('start again after a gap, and are marked as cut', () => {
    const lines = log('old\nha');
    add(lines, 'new\n', 1000);
    expect(lines.lines).toEqual(['new']);
    expect(lines.cut).toBe(true);
  });

  it('are limited in number for an endless log', () => {
    const lines = log();
    for (let i = 0; i < 30; i += 1) add(lines, 'line\n'.repeat(1000));
    expect(lines.lines).toHaveLength(20_000);
    expect(lines.cut).toBe(true);
  });
});
