import { describe, expect, it } from 'vitest';
import { disagreements } from './pending.js';

const outcome = (name: string, faults: string[] = []) => ({
  apiVersion: '2023-04-01',
  operation: 'Jobs_Get',
  group: 'Jobs',
  name,
  faults
});
const pending = [{ apiVersion: '2023-04-01', reason: 'r', examples: ['Jobs_Get: sweep'] }];

describe('the list of examples that do not pass', () => {
  it('agrees when only listed examples fail', () => {
    const outcomes = [outcome('Jobs_Get: command'), outcome('Jobs_Get: sweep', ['404'])];
    expect(disagreements(outcomes, pending)).toEqual([]);
  });

  it('is stale when a listed example passes', () => {
    expect(disagreements([outcome('Jobs_Get: sweep')], pending)).toEqual([
      '2023-04-01 Jobs_Get: sweep passes: take it off the list in pending.json.'
    ]);
  });

  it('does not cover an example of another contract or name', () => {
    const other = { ...outcome('Jobs_Get: sweep', ['404']), apiVersion: '2023-06-01-preview' };
    expect(disagreements([other, outcome('Jobs_Get: command', ['500'])], pending)).toHaveLength(2);
  });
});
