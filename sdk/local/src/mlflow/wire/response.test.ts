import { describe, expect, it } from 'vitest';
import { wireDuration, wireTime } from './response.js';

describe("protobuf's JSON", () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [5250, '1970-01-01T00:00:05.250Z'],
    [1e18, '9999-12-31T23:59:59.999Z'],
    [-1e300, '0001-01-01T00:00:00Z']
  ])('writes the time %i as %s', (time, text) => {
    expect(wireTime(time)).toBe(text);
  });

  it.each([
    [0, '0s'],
    [1000, '1s'],
    [250, '0.250s'],
    [-1500, '-1.500s'],
    [1_000_000_000_000, '1000000000s']
  ])('writes a duration of %i ms as %s', (duration, text) => {
    expect(wireDuration(duration)).toBe(text);
  });
});
