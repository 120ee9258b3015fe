import { describe, expect, it } from 'vitest';
import { trans } from '../../parts/rendered.test-support.js';
import { usageTexts } from './usage.js';

const ended = {
  finished: true,
  startedAt: '2026-01-01T00:00:00Z',
  endedAt: '2026-01-01T00:10:00Z'
};

describe('what a run has used', () => {
  it('is processor time, and the time of all machines', () => {
    expect(usageTexts(ended, { cpuSeconds: 61, nodes: 1 }, trans)).toEqual(['1 min 1 s of CPU']);
    expect(usageTexts(ended, { cpuSeconds: null, nodes: 4 }, trans)).toEqual([
      '4 machines, together 40 min 0 s'
    ]);
  });

  it('is not told while it is not known', () => {
    const used = { cpuSeconds: 61, nodes: 4 };
    expect(usageTexts(ended, null, trans)).toEqual([]);
    expect(usageTexts({ ...ended, finished: false }, used, trans)).toEqual([]);
    expect(usageTexts({ ...ended, endedAt: null }, { ...used, cpuSeconds: null }, trans)).toEqual(
      []
    );
    expect(usageTexts(ended, { cpuSeconds: null, nodes: null }, trans)).toEqual([]);
  });
});
