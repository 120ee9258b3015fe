import { describe, expect, it } from 'vitest';
import { TerminalLog } from './terminal-log.js';

/** Filters a log that arrives in pieces of the given number of bytes. */
function filtered(text: string, size = Infinity): string {
  const log = new TerminalLog();
  const bytes = Buffer.from(text);
  let out = '';
  for (let at = 0; at < bytes.length; at += size) out += log.next(bytes.subarray(at, at + size));
  return out + log.end();
}

const RED = '\u001b[31m';
const RESET = '\u001b[0m';

describe('a log on a terminal', () => {
  it.each([
    ['plain text', 'a\tb\nüber 日本語\n', 'a\tb\nüber 日本語\n'],
    ['a colour, which is reset at the end', `${RED}red`, `${RED}red${RESET}`],
    ['a colour of 24 bits', '\u001b[38;2;1;2;3mx\u001b[m', `\u001b[38;2;1;2;3mx\u001b[m${RESET}`],
    ['the clipboard (OSC 52)', 'a\u001b]52;c;cHduZWQ=\u0007b', 'ab'],
    ['a title ended by ST', 'a\u001b]0;title\u001b\\b', 'ab'],
    ['an unterminated string, up to the end of its line', 'a\u001b]0;title\nb', 'a\nb'],
    ['a string that a colour interrupts', `a\u001b]0;t${RED}b`, `a${RED}b${RESET}`],
    ['a device control string', 'a\u001bPq#0;2;0\u001b\\b', 'ab'],
    ['clear screen and home', 'a\u001b[2J\u001b[H\u001b[?25lb', 'ab'],
    ['a private sequence that ends in m', 'a\u001b[>4;1mb', 'ab'],
    ['8-bit controls', 'a\u009b2Jb\u009d52;c;x\u009cc', 'abc'],
    ['a reset of the terminal', 'a\u001bcb\u001b(0c', 'abc'],
    ['bell, backspace and null', 'a\u0007\u0008\u0000b', 'ab'],
    ['bidirectional overrides', 'a\u202eb\u2066c\u2069', 'abc'],
    ['carriage returns, each of which ends a line', ' 10%\r 20%\r\ndone', ' 10%\n 20%\ndone'],
    ['an escape at the end', 'a\u001b', 'a']
  ])('has %s', (_, text, shown) => {
    expect(filtered(text)).toBe(shown);
    for (const size of [1, 2, 3, 5]) expect(filtered(text, size)).toBe(shown);
  });

  it('drops a string of 64 MB in little memory and time', () => {
    const log = new TerminalLog();
    const piece = Buffer.alloc(1 << 20, 'x');
    expect(log.next(Buffer.from('a\u001b]52;c;'))).toBe('a');
    for (let i = 0; i < 64; i++) expect(log.next(piece)).toBe('');
    expect(log.next(Buffer.from('\u0007b'))).toBe('b');
  });
});
