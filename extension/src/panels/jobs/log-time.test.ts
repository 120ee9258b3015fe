import { describe, expect, it } from 'vitest';
import { hasTime, withoutTime } from './log-time.js';

describe('the time of a line', () => {
  it.each([
    ['[2026-01-02T03:04:05.678Z] Step a starts.', 'Step a starts.'],
    ['2026-01-02 03:04:05,678 - root - INFO', 'root - INFO'],
    ['2026-01-02 03:04:05 INFO', 'INFO'],
    ['2026-01-02T03:04:05+01:00 | x', 'x'],
    ['\u001b[32m2026-01-02 03:04:05.678\u001b[0m | x', '\u001b[32m\u001b[0mx']
  ])('is found in “%s”, and can be left out', (line, rest) => {
    expect(hasTime(line)).toBe(true);
    expect(withoutTime(line)).toBe(rest);
  });

  it.each([
    'epoch 1',
    '12:00:00 x',
    'at 2026-01-02 03:04:05',
    '2026-01-02',
    '2026-01-02 03:04:05x'
  ])('is not found in “%s”', line => {
    expect(hasTime(line)).toBe(false);
    expect(withoutTime(line)).toBe(line);
  });
});
