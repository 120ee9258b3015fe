import { describe, expect, it } from 'vitest';
import { ansiSpans } from './ansi.js';

const ESC = '\u001b';
const textOf = (line: string) =>
  ansiSpans(line)
    .map(({ text }) => text)
    .join('');

describe('the colours of a log line', () => {
  it('become classes', () => {
    expect(ansiSpans(`a ${ESC}[1;31mred${ESC}[0m b`)).toEqual([
      { text: 'a ', className: '' },
      { text: 'red', className: 'carry-ansi-bold carry-ansi-red' },
      { text: ' b', className: '' }
    ]);
  });

  it('replace one another', () => {
    expect(ansiSpans(`${ESC}[31mred${ESC}[92mgreen${ESC}[39mplain`)).toEqual([
      { text: 'red', className: 'carry-ansi-red' },
      { text: 'green', className: 'carry-ansi-green' },
      { text: 'plain', className: '' }
    ]);
  });

  it('may be a background, or reversed', () => {
    expect(ansiSpans(`${ESC}[97;41mE${ESC}[0;7mr`)).toEqual([
      { text: 'E', className: 'carry-ansi-white carry-ansi-red-bg' },
      { text: 'r', className: 'carry-ansi-black carry-ansi-white-bg' }
    ]);
  });

  it('may be any of the palette, or of all colours', () => {
    expect(ansiSpans(`${ESC}[38;5;208morange${ESC}[48;2;1;2;3mdark`)).toEqual([
      { text: 'orange', className: '', style: { color: 'rgb(255, 135, 0)' } },
      {
        text: 'dark',
        className: '',
        style: { color: 'rgb(255, 135, 0)', backgroundColor: 'rgb(1, 2, 3)' }
      }
    ]);
  });
});

describe('a hostile log line', () => {
  it.each([
    ['cursor moves', `${ESC}[2K${ESC}[?25lx${ESC}[3;4Hy`],
    ['a title', `x${ESC}]0;title\u0007y`],
    ['a command for the clipboard', `x${ESC}]52;c;c3R1ZmY=${ESC}\\y`],
    ['a link', `x${ESC}]8;;javascript:alert(1)${ESC}\\y${ESC}]8;;${ESC}\\`],
    ['control characters', `x\u0000\u0007\u0008\u007f\u0085\u009cy`],
    ['a change of direction', 'x\u202e\u2066y'],
    ['colours in a form that nobody writes', `${ESC}[38:2::1:2:3mx${ESC}[999;;38;5my`],
    ['an escape without an end', `xy${ESC}`]
  ])('shows nothing of %s', (_what, line) => {
    expect(textOf(line)).toBe('xy');
  });

  it('keeps markup as text, and hides and blinks nothing', () => {
    expect(ansiSpans(`${ESC}[5;8m<img src=x onerror=alert(1)>`)).toEqual([
      { text: '<img src=x onerror=alert(1)>', className: '' }
    ]);
  });

  it('is read in a moment, whatever it repeats', () => {
    const start = performance.now();
    for (const text of [`${ESC}[1m`, `${ESC}]`, `${ESC}[`, '\u009b;', '\r']) {
      ansiSpans(text.repeat(2500));
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
