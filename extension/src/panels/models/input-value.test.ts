import { describe, expect, it } from 'vitest';
import { trans } from '../../parts/rendered.test-support.js';
import { inputValue } from './input-value.js';

const read = (type: string, text: string, isRequired = true) =>
  inputValue({ name: 'x', type, isRequired }, text, trans);

describe('a typed input', () => {
  it.each([
    ['double', ' 1e-3 ', 0.001],
    ['double', '-.5', -0.5],
    ['long', '42', 42],
    ['boolean', 'false', false],
    ['string', ' a"b ', ' a"b '],
    ['string', '', ''],
    ['datetime', '2026-01-31', '2026-01-31'],
    ['tensor', '[[1, 2]]', [[1, 2]]],
    ['array', '["a"]', ['a']]
  ])('of type %s reads %j', (type, text, value) => {
    expect(read(type, text)).toEqual({ value, problem: null });
  });

  it.each([
    ['double', 'a'],
    ['double', '1,5'],
    ['double', '1e999'],
    ['double', 'NaN'],
    ['long', '1.5'],
    ['long', '9007199254740993'],
    ['datetime', 'tomorrow'],
    ['tensor', '[1, 2'],
    ['double', ' ']
  ])('of type %s refuses %j', (type, text) => {
    expect(read(type, text).problem).not.toBeNull();
  });

  it('that is optional may be empty', () => {
    expect(read('double', '', false)).toEqual({ value: null, problem: null });
    expect(read('string', '', false)).toEqual({ value: null, problem: null });
  });
});
