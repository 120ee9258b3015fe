import { describe, expect, it } from 'vitest';
import { printable } from './printable.js';

const BELL = '\u0007';
const ESCAPE = '\u001b';

describe('printable', () => {
  it.each([
    ['one\ntwo', 'one\\ntwo'],
    ['one\r\ttwo', 'one\\r\\ttwo'],
    [`${ESCAPE}]52;c;cHduZWQ=${BELL}`, '\\u001b]52;c;cHduZWQ=\\u0007'],
    [`${ESCAPE}[2J`, '\\u001b[2J'],
    ['\u009b2J\u0000\u007f', '\\u009b2J\\u0000\\u007f'],
    ['\u202egpj.exe\u2066\u2069', '\\u202egpj.exe\\u2066\\u2069'],
    ['a\u2028b\u2029', 'a\\u2028b\\u2029']
  ])('escapes %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each(['über', 'e\u0301', '日本語', '👩\u200d💻', 'עברית', 'a\\b "c" <d>', ''])(
    'leaves %j unchanged',
    text => {
      expect(printable(text)).toBe(text);
    }
  );

  it('keeps JSON valid and its meaning the same', () => {
    const data = { name: '\u202e\u009b\u007f\n"\\' };
    expect(JSON.parse(printable(JSON.stringify(data)))).toEqual(data);
  });
});
