import type { ModelInput } from 'carry-ml';
import { describe, expect, it } from 'vitest';
import { requestBody } from './python-command.js';

const input = (name: string, type = 'double', isRequired = true): ModelInput => ({
  name,
  type,
  isRequired
});

describe('the request of a prediction', () => {
  it('is a table of one row, with the columns in the order of the signature', () => {
    const values = { b: 'a"b', a: 1 };
    expect(requestBody([input('a'), input('b', 'string')], values)).toEqual({
      dataframe_split: { columns: ['a', 'b'], data: [[1, 'a"b']] }
    });
  });

  it('leaves out an optional column without a value', () => {
    expect(requestBody([input('a'), input('b', 'double', false)], { a: 1, b: null })).toEqual({
      dataframe_split: { columns: ['a'], data: [[1]] }
    });
  });

  it('names no columns that have no names', () => {
    expect(requestBody([input('')], { '': 1 })).toEqual({ dataframe_split: { data: [[1]] } });
  });

  it('is tensors by their names, or the only one', () => {
    const values = { q: [[1]], '': [[2]] };
    expect(requestBody([input('q', 'tensor')], values)).toEqual({ inputs: values });
    expect(requestBody([input('', 'tensor')], values)).toEqual({ inputs: [[2]] });
  });
});
