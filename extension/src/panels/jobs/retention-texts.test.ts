import { describe, expect, it } from 'vitest';
import { trans } from '../../parts/rendered.test-support.js';
import { retentionNotes, retentionRule } from './retention-texts.js';

describe('the rule of a clean-up', () => {
  it('has the numbers that were chosen', () => {
    expect(retentionRule({ days: 30, keep: 10 }, trans)).toBe(
      'runs that ended more than 30 days ago, except the newest 10 of each notebook.'
    );
    expect(retentionRule({ days: 1, keep: 0 }, trans)).toBe('runs that ended more than 1 day ago.');
  });
});

describe('the notes of a clean-up', () => {
  it('say what is kept, and that there are more', () => {
    const found = { runs: [], pinned: 1, withModels: 2, isComplete: false };
    expect(retentionNotes(found, trans)).toEqual([
      '1 pinned run is kept.',
      '2 runs with a registered model are kept.',
      'There are more: clean up again for the rest.'
    ]);
    expect(retentionNotes({ ...found, pinned: 0, withModels: 0, isComplete: true }, trans)).toEqual(
      []
    );
  });
});
