import { describe, expect, it } from 'vitest';
import { changedParameters } from './changed-parameters.js';

const variables = { CARRY_NOTEBOOK: 'n.ipynb', CARRY_PARAMETERS: '{"a":1,"b":"x"}', MODE: 'fast' };

describe('other values of the parameters of a job', () => {
  it('replace those that it has, and are added to them', () => {
    expect(changedParameters(variables, { a: 2, c: [true] })).toEqual({
      ...variables,
      CARRY_PARAMETERS: '{"a":2,"b":"x","c":[true]}'
    });
  });

  it('leave every digit of the others', () => {
    const large = { ...variables, CARRY_PARAMETERS: '{"n":12345678901234567890,"z":-0.0}' };
    expect(changedParameters(large, { a: 90071992547409931n })).toMatchObject({
      CARRY_PARAMETERS: '{"n":12345678901234567890,"z":-0.0,"a":90071992547409931}'
    });
  });

  it('are refused where the job reads none, or reads them from a file', () => {
    expect(changedParameters({ MODE: 'fast' }, { a: 2 })).toBe('RerunOfNoNotebook');
    expect(changedParameters({ CARRY_NOTEBOOK: 'n.ipynb' }, { a: 2 })).toBe('ParametersInFile');
    expect(changedParameters(variables, { a: 'x'.repeat(20_000) })).toBe('ParametersTooLarge');
  });
});
