import { describe, expect, it } from 'vitest';
import { timeZone } from './time-zone.js';

describe('time zones', () => {
  it.each([
    ['Pacific Standard Time', 'America/Los_Angeles'],
    ['w. europe standard time', 'Europe/Berlin'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['UTC', 'UTC']
  ])('%s is %s', (name, zone) => {
    expect(timeZone(name)).toBe(zone);
  });

  it('are undefined for any other name', () => {
    expect(timeZone('Moon Standard Time')).toBeUndefined();
  });
});
