import { describe, expect, it } from 'vitest';
import { jobVariables } from './job-variables.js';

const given = (environmentVariables: Record<string, string>) =>
  jobVariables({ environmentVariables }, { CARRY_NOTEBOOK: 'n.ipynb' });

describe('the environment variables of a notebook job', () => {
  it("are the user's and those of the job side", () => {
    const variables = given({ _a1: 'x\ny', HTTP_PROXY: '' });
    expect(variables).toEqual({ _a1: 'x\ny', HTTP_PROXY: '', CARRY_NOTEBOOK: 'n.ipynb' });
  });

  it.each(['', 'a b', '1a', 'a-b', 'a=b', 'é', 'a\n', '$(id)'])('cannot be named %j', name => {
    expect(() => given({ [name]: 'x' })).toThrow(
      expect.objectContaining({
        code: 'VariableInvalid',
        target: `/environmentVariables/${name}`
      })
    );
  });

  it('cannot replace those of the job side, and have no NUL', () => {
    const code = expect.objectContaining({ code: 'VariableInvalid' });
    expect(() => given({ CARRY_PARAMETERS: '{}' })).toThrow(code);
    expect(() => given({ A: 'a\0b' })).toThrow(code);
  });
});

describe('the secrets of a notebook job', () => {
  it('are named by the variables that get their values', () => {
    expect(jobVariables({ secrets: { HF_TOKEN: 'hf-token' } }, {})).toEqual({
      CARRY_SECRETS: '{"HF_TOKEN":"hf-token"}'
    });
  });

  it.each([
    [{ HF_TOKEN: 'hf_token' }, 'SecretNameInvalid', 'HF_TOKEN'],
    [{ HF_TOKEN: '' }, 'SecretNameInvalid', 'HF_TOKEN'],
    [{ 'a b': 'x' }, 'VariableInvalid', 'a b'],
    [{ CARRY_X: 'x' }, 'VariableInvalid', 'CARRY_X'],
    [{ MODE: 'x' }, 'VariableInvalid', 'MODE']
  ])('cannot be %j', (secrets, code, name) => {
    expect(() => jobVariables({ environmentVariables: { MODE: 'fast' }, secrets }, {})).toThrow(
      expect.objectContaining({ code, target: `/secrets/${name}` })
    );
  });
});
