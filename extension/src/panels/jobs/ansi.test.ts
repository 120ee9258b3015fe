import { describe, expect, it } from 'vitest';
import { ansiSpans } from './ansi.js';

const ESC = '\u001b';

describe('the colours of a log line', () => {
  it('become styles', () => {
    expect(ansiSpans(`a ${ESC}[1;31mred${ESC}[0m b`)).toEqual([
      { text: 'a ', style: '' },
      { text: 'red', style: 'carry-ansi-bold carry-ansi-red' },
      { text: ' b', style: '' }
    ]);
  });

  it('replace one another', () => {
    expect(ansiSpans(`${ESC}[31mred${ESC}[92mgreen${ESC}[39mplain`)).toEqual([
      { text: 'red', style: 'carry-ansi-red' },
      { text: 'green', style: 'carry-ansi-green' },
      { text: 'plain', style: '' }
    ]);
  });

  it('are the only escape sequences that are kept', () => {
    expect(
      ansiSpans(`${ESC}[2K${ESC}[?25lx${ESC}]0;title\u0007y`)
        .map(s => s.text)
        .join('')
    ).toBe('xy');
  });
});
