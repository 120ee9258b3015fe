import { describe, expect, it } from 'vitest';
import { inputValue } from '../panels/models/input-value.js';
import { problemText } from '../panels/submit/parameter-control.js';
import { sweepProblemText } from '../panels/submit/sweep-input.js';
import { numberProblemText } from './number-problem.js';
import { trans } from './rendered.test-support.js';

describe('the text about a number', () => {
  it.each([
    ['integer', 'long', 'Enter a whole number, such as 12.'],
    ['number', 'double', 'Enter a number, such as 0.5 or 1e-3.']
  ] as const)('that is no %s is the same in all forms', (problem, type, text) => {
    expect(numberProblemText(problem, trans)).toBe(text);
    expect(problemText(problem, trans)).toBe(text);
    expect(inputValue({ name: 'x', type, isRequired: true }, 'a', trans)).toEqual({
      problem: text
    });
    expect(sweepProblemText({ problem, text: 'a' }, trans)).toBe(`“a” is not valid. ${text}`);
  });
});
