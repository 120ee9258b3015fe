import { expect, it } from 'vitest';
import { metricNumber, numberText } from './number-text.js';

it.each([
  [0, '0'],
  [0.05, '0.05'],
  [2e-7, '2e-7'],
  [1.234567e-7, '1.2346e-7'],
  [5e6, '5e6'],
  [Number.MAX_VALUE, '1.7977e308'],
  [-Number.MAX_VALUE, '-1.7977e308'],
  [Number.MIN_VALUE, '4.9407e-324'],
  [metricNumber('NaN'), 'NaN'],
  [metricNumber('Infinity'), '∞'],
  [metricNumber('-Infinity'), '-∞']
])('%d reads %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});
