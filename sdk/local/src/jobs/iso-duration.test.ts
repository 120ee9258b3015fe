import { describe, expect, it } from 'vitest';
import { isoDuration } from './iso-duration.js';

describe('isoDuration', () => {
  it.each([
    ['PT5S', 5_000],
    ['PT1H30M', 5_400_000],
    ['P1DT1S', 86_401_000],
    ['PT0.5S', 500]
  ])('%s is %d ms', (text, ms) => {
    expect(isoDuration(text)).toBe(ms);
  });

  it.each(['', 'P', 'PT', '5', 'PT5', '1H', 'P1Y'])('%j is not a duration', text => {
    expect(isoDuration(text)).toBeUndefined();
  });
});
