import { describe, expect, it } from 'vitest';
import type { ParameterField } from '@carry-ml/bridge';
import { initialValue, readValue } from './field-value.js';

const field = (kind: ParameterField['kind'], value?: ParameterField['value']): ParameterField => ({
  name: 'p',
  kind,
  value
});

describe('a parameter field', () => {
  it.each([
    ['integer', '2', 2],
    ['integer', ' -7 ', -7],
    ['number', '1e3', 1000],
    ['number', '0.5', 0.5],
    ['string', ' a"b\\ ', ' a"b\\ '],
    ['string', '', ''],
    ['json', '{"a": [1, null]}', { a: [1, null] }],
    ['boolean', true, true]
  ] as const)('reads %s %j', (kind, typed, value) => {
    expect(readValue(field(kind), typed)).toEqual({ ok: true, value });
  });

  it.each([
    ['integer', '2.5', 'integer'],
    ['integer', '', 'integer'],
    ['integer', '9007199254740993', 'integer'],
    ['number', 'two', 'number'],
    ['number', 'Infinity', 'number'],
    ['json', '{a: 1}', 'json'],
    ['json', '', 'json']
  ] as const)('refuses %s %j', (kind, typed, problem) => {
    expect(readValue(field(kind), typed)).toEqual({ ok: false, problem });
  });

  it('begins with what the cell sets, so that leaving it alone changes nothing', () => {
    for (const one of [
      field('integer', 2),
      field('number', 0.25),
      field('string', 'x "y"'),
      field('boolean', true),
      field('json', { deep: [1, { er: 'a rather long value here' }] }),
      field('json', null)
    ]) {
      expect(readValue(one, initialValue(one))).toEqual({ ok: true, value: one.value });
    }
  });
});
