import { describe, expect, it } from 'vitest';
import { terminalLine } from './terminal-line.js';

describe('a line as a terminal shows it', () => {
  it.each([
    ['plain text', 'a line', 'a line'],
    ['colours', '\u001b[1;31mred\u001b[0m text', 'red text'],
    ['a link', '\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['control characters', 'te\u0000\u202ext\u0085', 'text'],
    ['a tab', 'a\tb', 'a\tb'],
    ['a title', '\u001b]0;title\u0007text', 'text'],
    ['the last state of a progress bar', '\r 10%\r 50%\r100%', '100%'],
    ['what a shorter state leaves', 'downloading\rdone', 'doneloading'],
    ['a line end of Windows', 'text\r', 'text'],
    ['a state after one with colours', '\u001b[31m 10% of all\r\u001b[K done', ' done']
  ])('has %s', (_what, line, shown) => {
    expect(terminalLine(line)).toBe(shown);
  });

  it('is read in a moment, whatever it repeats', () => {
    const start = performance.now();
    for (const text of [
      '\u001b[1;',
      '\u001b]',
      '\u009b',
      '\u001b',
      '\u001b/a',
      '\u001b[[',
      'x\r'
    ]) {
      terminalLine(text.repeat(262_144 / text.length));
    }
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
