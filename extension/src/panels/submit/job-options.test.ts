import { describe, expect, it } from 'vitest';
import {
  chosenCount,
  looksSecret,
  NO_OPTIONS,
  optionProblems,
  requestedOptions
} from './job-options.js';

describe('the options of a job', () => {
  it('are not sent while their fields are empty', () => {
    const empty = { ...NO_OPTIONS, displayName: ' ', tags: [{ name: '', value: '' }] };
    expect(JSON.stringify(requestedOptions(empty))).toBe('{}');
    expect(optionProblems(empty).size).toBe(0);
    expect(chosenCount(empty)).toBe(0);
  });

  it('are sent as the service reads them', () => {
    const options = {
      displayName: ' first try ',
      description: 'two\nlines',
      timeLimit: '1h30m',
      retries: '2',
      environment: 'torch',
      tags: [{ name: ' team ', value: ' a b ' }],
      variables: [{ name: '__proto__', value: '$(id)' }],
      secrets: [{ name: 'HF_TOKEN', value: 'hf-token' }],
      data: [{ name: 'source', value: 'sums:2' }]
    };
    expect(requestedOptions(options)).toEqual({
      displayName: 'first try',
      description: 'two\nlines',
      timeout: 5400,
      retries: 2,
      environment: 'torch',
      tags: { team: ' a b ' },
      environmentVariables: Object.fromEntries([['__proto__', '$(id)']]),
      secrets: { HF_TOKEN: 'hf-token' },
      data: { source: 'sums:2' }
    });
    expect(chosenCount(options)).toBe(9);
  });

  it('have problems at their fields', () => {
    const problems = optionProblems({
      ...NO_OPTIONS,
      timeLimit: 'soon',
      retries: '11',
      tags: [
        { name: 'a', value: '1' },
        { name: '', value: '2' },
        { name: 'a ', value: '3' }
      ],
      variables: [
        { name: 'A-B', value: '' },
        { name: 'CARRY_X', value: '' },
        { name: 'OK', value: '' }
      ],
      secrets: [{ name: 'HF_TOKEN', value: 'hf_token' }],
      data: [{ name: 'source', value: ' ' }]
    });
    expect(Object.fromEntries(problems)).toEqual({
      '/timeout': 'time',
      '/retries': 'retries',
      '/tags#1': 'no-name',
      '/tags#2': 'name-twice',
      '/environmentVariables#0': 'variable-name',
      '/environmentVariables#1': 'reserved',
      '/secrets#0': 'secret-name',
      '/data#0': 'no-asset'
    });
  });

  it('tell a secret by the name of its variable', () => {
    expect(['HF_TOKEN', 'api_key', 'PASSWORD'].every(looksSecret)).toBe(true);
    expect(['TOKENS', 'KEYBOARD', 'PATH', 'MONKEY'].some(looksSecret)).toBe(false);
  });
});
