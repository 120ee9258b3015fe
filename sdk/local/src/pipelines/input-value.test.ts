import { describe, expect, it } from 'vitest';
import type { ComponentInput } from './component.js';
import { checkValue } from './input-value.js';

const check = (value: string, declared: ComponentInput) => () => {
  checkValue({ jobInputType: 'literal', value }, declared, "The input 'n' of the step 's'");
};

describe('the value of an input', () => {
  it.each([
    ['integer', ['3', '-3', '3.0', '1e3'], ['3.5', 'three', '', ' ']],
    ['number', ['0.5', '-1', '1e-3'], ['NaN', 'Infinity', 'x', '']],
    ['boolean', ['true', 'False'], ['yes', '1', '']],
    ['string', ['', 'anything'], []]
  ])('of type %s is one of that type', (type, right, wrong) => {
    for (const value of right) expect(check(value, { type })).not.toThrow();
    for (const value of wrong)
      expect(check(value, { type })).toThrow(
        `The input 'n' of the step 's' has the value '${value}', and its component declares the type ${type}.`
      );
  });

  it('is one of its enum', () => {
    const words = { type: 'string', enum: ['red', 'blue'] };
    expect(check('red', words)).not.toThrow();
    expect(check('Red', words)).toThrow('Give one of these: red, blue.');
    expect(check('2.0', { type: 'integer', enum: [1, 2] })).not.toThrow();
    expect(check('True', { type: 'boolean', enum: [true] })).not.toThrow();
  });

  it('is between its limits, which clients write as texts too', () => {
    const part = { type: 'number', min: '0.1', max: 1 };
    for (const value of ['0.1', '1']) expect(check(value, part)).not.toThrow();
    for (const value of ['0.09', '1.5'])
      expect(check(value, part)).toThrow('allows at least 0.1 and at most 1.');
    expect(check('-1', { type: 'integer', min: 0 })).toThrow('allows at least 0.');
  });

  it('is checked only where it is known, and is no data', () => {
    const declared = { type: 'integer' };
    expect(() => {
      checkValue({ jobInputType: 'literal', uri: 'azureml://jobs/j/outputs/o' }, declared, 'It');
      checkValue({ jobInputType: 'uri_folder', uri: 'u' }, { type: 'uri_folder' }, 'It');
      checkValue(undefined, declared, 'It');
    }).not.toThrow();
  });
});
