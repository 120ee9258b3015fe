import { describe, expect, it } from 'vitest';
import { terminalLine } from './terminal-line.js';

describe('a line as a terminal shows it', () => {
  it.each([
    ['plain text', 'a line', 'a line'],
    ['colours', '\u001b[1;31mred\u001b[0m text', 'red text'],
    ['a title', '\u001b]0;title\u0007text', 'text'],
    ['the last state of a progress bar', '\r 10%\r 50%\r100%', '100%'],
    ['what a shorter state leaves', 'downloading\rdone', 'doneloading'],
    ['a line end of Windows', 'text\r', 'text'],
    ['a state after one with colours', '\u001b[31m 10% of all\r\u001b[K done', ' done']
  ])('has %s', (_what, line, shown) => {
    expect(terminalLine(line)).toBe(shown);
  });
});
