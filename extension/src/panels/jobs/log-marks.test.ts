import { describe, expect, it } from 'vitest';
import { markedSpans } from './log-marks.js';

const plain = { text: 'one two one', className: '' };

describe('the matches in a line', () => {
  it('are parts of it', () => {
    expect(markedSpans([plain], /ONE/giu).map(({ text, isMatch }) => [text, isMatch])).toEqual([
      ['one', true],
      [' two ', false],
      ['one', true]
    ]);
  });

  it('may reach over several colours', () => {
    const spans = [
      { text: 'a on', className: 'red' },
      { text: 'e', className: 'blue' },
      { text: ' b', className: '' }
    ];
    expect(markedSpans(spans, /one/giu)).toEqual([
      { text: 'a ', className: 'red', isMatch: false },
      { text: 'on', className: 'red', isMatch: true },
      { text: 'e', className: 'blue', isMatch: true },
      { text: ' b', className: '', isMatch: false }
    ]);
  });

  it('do not run into each other', () => {
    const marked = markedSpans([{ text: 'aab', className: '' }], /a/giu);
    expect(marked.map(({ text }) => text)).toEqual(['a', 'a', 'b']);
  });

  it('are none without a search', () => {
    expect(markedSpans([plain], null)).toEqual([{ ...plain, isMatch: false }]);
    expect(markedSpans([], /x/giu)).toEqual([]);
  });
});
