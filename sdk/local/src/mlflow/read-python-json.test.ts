import { describe, expect, it } from 'vitest';
import { pythonJson } from './python-json.js';
import { pythonJsonItems, readPythonJson } from './read-python-json.js';

const read = (text: string) => readPythonJson(text, 'records');

describe('readPythonJson', () => {
  it.each([
    '1',
    '1.0',
    '-0',
    '12345678901234567890',
    'NaN',
    '-Infinity',
    '"é\\n\\u0000"',
    '[]',
    '{}'
  ])('reads %s so that it is written as Python would', text => {
    const expected = text === '-0' ? '0' : text;
    expect(pythonJson(read(text))).toBe(expected);
  });

  it('keeps all members and items, with space between them', () => {
    expect(pythonJson(read(' { "a" : [ 1 , {"b":null} ] ,"__proto__": true } '))).toBe(
      '{"a": [1, {"b": null}], "__proto__": true}'
    );
  });

  it.each([
    ['', 'a value is expected'],
    ['{"a" 1}', "':' is expected"],
    ['{1: 2}', 'a string is expected'],
    ['[1, 2', "']' is expected"],
    ['"a\nb"', 'the string is not valid'],
    ['"a', 'the string is not valid'],
    ['1 2', 'the value has already ended'],
    ['01', 'the value has already ended'],
    ['nul', 'a value is expected'],
    ['['.repeat(102), 'more than 100 values are nested'],
    [`[${'0,'.repeat(50_000)}0]`, 'it has more than 50000 values'],
    ['9'.repeat(4301), 'an integer has more than 4300 digits']
  ])('rejects %.20s: %s', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });

  it('reads a string of many megabytes', () => {
    const text = 'x'.repeat(10_000_000);
    expect(read(`"${text}"`)).toBe(text);
  });
});

describe('pythonJsonItems', () => {
  it('returns the items one by one', () => {
    const items = pythonJsonItems('[1, {"a": 2}, nope', 'records');
    expect(items.next().value).toBe(1n);
    expect(items.next().value).toEqual({ a: 2n });
    expect(() => items.next()).toThrow('a value is expected at character 15');
  });

  it.each(['{}', '', '[1'])('rejects %j', text => {
    expect(() => [...pythonJsonItems(text, 'records')]).toThrow(
      "Invalid JSON in parameter 'records'"
    );
  });
});
