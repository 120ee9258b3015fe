import { describe, expect, it } from 'vitest';
import { jobVariables } from './job-variables.js';

describe('the environment variables of a notebook job', () => {
  it("are the user's and those of the job side", () => {
    const variables = jobVariables({ _a1: 'x\ny', HTTP_PROXY: '' }, { CARRY_NOTEBOOK: 'n.ipynb' });
    expect(variables).toEqual({ _a1: 'x\ny', HTTP_PROXY: '', CARRY_NOTEBOOK: 'n.ipynb' });
  });

  it.each(['', 'a b', '1a', 'a-b', 'a=b', 'é', 'a\n', '$(id)'])('cannot be named %j', name => {
    expect(() => jobVariables({ [name]: 'x' }, {})).toThrow(
      expect.objectContaining({
        code: 'VariableInvalid',
        target: `/environmentVariables/${name}`
      })
    );
  });

  it('cannot replace those of the job side, and have no NUL', () => {
    const code = expect.objectContaining({ code: 'VariableInvalid' });
    expect(() => jobVariables({ CARRY_PARAMETERS: '{}' }, {})).toThrow(code);
    expect(() => jobVariables({ A: 'a\0b' }, {})).toThrow(code);
  });
});
