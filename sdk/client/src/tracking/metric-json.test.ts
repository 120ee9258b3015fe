import { describe, expect, it } from 'vitest';
import { metricFromJson, metricToJson } from './metric-json.js';

describe('the value of a metric', () => {
  it.each([0, -0.5, 5e-324, Number.MAX_VALUE, NaN, Infinity, -Infinity])(
    '%d survives JSON',
    value => {
      const text = JSON.stringify(metricToJson(value));
      expect(metricFromJson(JSON.parse(text) as number | string | null)).toBe(value);
    }
  );

  it('that is null or empty is NaN, not 0', () => {
    expect(metricFromJson(null)).toBeNaN();
    expect(metricFromJson('')).toBeNaN();
  });
});
