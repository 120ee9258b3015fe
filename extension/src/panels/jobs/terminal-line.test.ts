import { describe, expect, it } from 'vitest';
import { terminalLine } from './terminal-line.js';

describe('a line as a terminal shows it', () => {
  it.each([
    ['a line without a carriage return', 'a line', 'a line'],
    ['the last state of a progress bar', '\r 10%\r 50%\r100%', '100%'],
    ['the state before a carriage return that nothing follows', ' 10%\r 50%\r', ' 50%'],
    ['what a shorter state leaves', 'downloading\rdone', 'doneloading'],
    ['a line end of Windows', 'text\r', 'text'],
    ['a state after one with colours', '\u001b[31m 10% of all\r\u001b[K done', '\u001b[K done']
  ])('is %s', (_what, line, shown) => {
    expect(terminalLine(line)).toBe(shown);
  });
});
