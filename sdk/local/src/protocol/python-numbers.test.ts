import { describe, expect, it } from 'vitest';
import { quotePythonNumbers } from './python-numbers.js';

describe('the numbers of Python that JSON lacks', () => {
  it.each([
    ['{"a":NaN,"b":[-Infinity, Infinity]}', { a: 'NaN', b: ['-Infinity', 'Infinity'] }],
    ['{"NaN":"a \\" NaN","c":"\\\\","d":NaN}', { NaN: 'a " NaN', c: '\\', d: 'NaN' }],
    ['{"a":1}', { a: 1 }]
  ])('are texts in %s', (text, value) => {
    expect(JSON.parse(quotePythonNumbers(text))).toEqual(value);
  });

  it('are left in a text that is no JSON', () => {
    expect(quotePythonNumbers('"NaN')).toBe('"NaN');
    expect(quotePythonNumbers('"\\')).toBe('"\\');
  });

  it('are found in linear time', () => {
    const text = `${'"\\"'.repeat(500_000)}NaN`;
    const start = performance.now();
    quotePythonNumbers(text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
