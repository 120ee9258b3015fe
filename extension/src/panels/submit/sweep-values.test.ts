import { describe, expect, it } from 'vitest';
import type { Parameter } from '@carry-ml/bridge';
import { optionsOf, readValues } from './sweep-values.js';

const of = (fields: Partial<Parameter>): Parameter => ({
  name: 'x',
  type: 'number',
  nullable: false,
  default: 1,
  text: '1',
  ...fields
});
const rate = of({});
const count = of({ type: 'integer' });
const word = of({ type: 'string', default: 'a' });
const list = of({ type: 'array', default: [] });

describe('the values of a varied parameter', () => {
  it.each<[Parameter, string, unknown[]]>([
    [rate, '0.1, 1e-3;2\n3', [0.1, 0.001, 2, 3]],
    [rate, '1e-2..1 log', [0.01, 0.1, 1]],
    [count, '1..3', [1, 2, 3]],
    [count, '12345678901234567890, 1', ['12345678901234567890', 1]],
    [word, 'a, b\n "quoted" \n\n<img>', ['a, b', '"quoted"', '<img>']],
    [list, '[1, 2]\n[]', [[1, 2], []]],
    [of({ type: 'boolean', default: true }), 'true\nfalse', [true, false]],
    [of({ type: 'string', choices: ['a\nb', 'c'], default: 'c' }), '"a\\nb"', ['a\nb']]
  ])('%#', (parameter, typed, values) => {
    expect(readValues(parameter, typed)).toEqual({ ok: true, values });
  });

  it.each<[Parameter, string, string, string]>([
    [rate, '', 'none', ''],
    [rate, ' , ', 'none', ''],
    [rate, '1, fast', 'number', 'fast'],
    [rate, '1, NaN', 'number', 'NaN'],
    [count, '1, 2.5', 'integer', '2.5'],
    [count, '0..1 step 0.5', 'integer', '0.5'],
    [count, '1, 2, 01', 'twice', '01'],
    [rate, '5..1', 'range', '5..1'],
    [list, '[1', 'json', '[1']
  ])('are not %# %s', (parameter, typed, problem, text) => {
    expect(readValues(parameter, typed)).toEqual({ ok: false, problem, text });
  });

  it('are at most 1000', () => {
    const typed = Array.from({ length: 1001 }, (_, i) => i).join(',');
    expect(readValues(count, typed)).toMatchObject({ ok: false, problem: 'many' });
  });

  it('are offered where they are few', () => {
    expect(optionsOf(of({ type: 'boolean', default: true }))).toEqual(['true', 'false']);
    expect(optionsOf(of({ choices: ['a', 'b'], nullable: true, default: 'b' }))).toEqual([
      ...['"b"', '"a"', 'null']
    ]);
    expect(optionsOf(rate)).toBeNull();
  });
});
