import { describe, expect, it } from 'vitest';
import { coerceParameters } from './coerce.js';
import { declaredParameters } from './parameters-cell.js';
import { readTexts } from './texts.js';

const declared = declaredParameters('anything = None\nname = "x"', 'python');

describe('a parameter whose default says nothing about its type', () => {
  it.each(['1e3', 'true', 'null', '[1]', '{"a": 1}', 'a"b'])(
    'keeps the text %j of a program',
    text => {
      expect(coerceParameters(declared, { anything: text })).toEqual({ anything: text });
    }
  );

  it.each([
    ['1e3', 1000],
    ['true', true],
    ['null', null],
    ['[1]', [1]],
    ['{"a": 1}', { a: 1 }],
    ['[1', '[1'],
    ['a"b', 'a"b']
  ])('is read from the typed text %j as %j', (text, value) => {
    expect(readTexts(declared, { anything: text })).toEqual({ anything: value });
  });
});

it('a text for a text parameter is never guessed at', () => {
  expect(readTexts(declared, { name: '1e3' })).toEqual({ name: '1e3' });
});
