import { describe, expect, it } from 'vitest';
import { isoDuration, secondsOf } from './iso-duration.js';

describe('an ISO 8601 duration', () => {
  it('is written in whole seconds, none too few', () => {
    expect(isoDuration(90)).toBe('PT90S');
    expect(isoDuration(0.2)).toBe('PT1S');
  });

  it.each([
    ['PT90S', 90],
    ['PT1H30M', 5400],
    ['P1DT1S', 86_401],
    ['PT0.5S', 0.5]
  ])('%s is read in seconds', (duration, seconds) => {
    expect(secondsOf(duration)).toBe(seconds);
  });

  it.each(['', '90', 'P1M', 'PT-1S'])('is not %j', text => {
    expect(secondsOf(text)).toBeUndefined();
  });
});
