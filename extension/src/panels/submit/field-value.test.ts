import { describe, expect, it } from 'vitest';
import type { Parameter, ParameterType, ParameterValue } from '@carry-ml/bridge';
import { choicesOf, fieldKind, initialValue, readValue } from './field-value.js';

const parameter = (type: ParameterType, value?: ParameterValue): Parameter => ({
  name: 'p',
  type,
  nullable: value === null,
  default: value,
  text: ''
});

describe('a parameter field', () => {
  it.each([
    ['integer', '2', 2],
    ['integer', ' -7 ', -7],
    ['number', '1e3', 1000],
    ['number', '0.5', 0.5],
    ['string', ' a"b\\ ', ' a"b\\ '],
    ['string', '', ''],
    ['object', '{"a": [1, null]}', { a: [1, null] }],
    ['boolean', true, true],
    // As text, because a number would lose its last digit.
    ['integer', '9007199254740993', '9007199254740993'],
    // As text, because the JSON of a request has no `-0`.
    ['number', '-0.0', '-0.0'],
    ['array', '[9007199254740993]', '[9007199254740993]'],
    ['object', '{"a": [-0.0]}', '{"a": [-0.0]}'],
    ['expression', '/data/x', '/data/x'],
    ['expression', '[1]', [1]]
  ] as const)('reads %s %j', (type, typed, value) => {
    expect(readValue(parameter(type), typed)).toEqual({ ok: true, value });
  });

  it.each([
    ['integer', '2.5', 'integer'],
    ['integer', '', 'integer'],
    ['number', 'two', 'number'],
    ['number', 'Infinity', 'number'],
    ['object', '{a: 1}', 'json'],
    ['array', '', 'json']
  ] as const)('refuses %s %j', (type, typed, problem) => {
    expect(readValue(parameter(type), typed)).toEqual({ ok: false, problem });
  });

  it('starts with the default, so that an unchanged field changes nothing', () => {
    for (const one of [
      parameter('integer', 2),
      parameter('number', 0.25),
      parameter('string', 'x "y"'),
      parameter('boolean', true),
      parameter('object', { deep: [1, { er: 'a rather long value here' }] }),
      parameter('null', null)
    ]) {
      expect(readValue(one, initialValue(one))).toEqual({ ok: true, value: one.default });
    }
  });

  it.each([
    ['number', false, 'number'],
    ['number', true, 'json'],
    ['array', false, 'json'],
    ['null', true, 'json'],
    ['bigint', false, 'integer'],
    ['boolean', false, 'json'],
    ['expression', false, 'any']
  ] as const)('for type %s, nullable: %s, is of the kind %s', (type, nullable, kind) => {
    expect(fieldKind({ ...parameter(type), nullable })).toBe(kind);
  });

  it('offers the listed values, null where it is allowed, and the default as it is', () => {
    const mode = { ...parameter('string', 'fast'), choices: ['fast', 'slow'] };
    expect(fieldKind(mode)).toBe('choice');
    expect(choicesOf(mode)).toEqual(['"fast"', '"slow"']);
    expect(choicesOf({ ...mode, nullable: true })).toEqual(['"fast"', '"slow"', 'null']);
    expect(choicesOf({ ...mode, default: undefined })).toEqual(['', '"fast"', '"slow"']);
    expect(readValue(mode, '"slow"')).toEqual({ ok: true, value: 'slow' });
    const size = { ...parameter('integer', 1), choices: [1, 2] };
    expect(readValue(size, initialValue(size))).toEqual({ ok: true, value: 1 });
  });

  it('takes any value where the annotation allows several types', () => {
    const either = { ...parameter('expression', 1), nullable: true };
    expect(fieldKind(either)).toBe('any');
    expect(readValue(either, 'auto')).toEqual({ ok: true, value: 'auto' });
  });
});
