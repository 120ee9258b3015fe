import { describe, expect, it } from 'vitest';
import type { Operation } from './contract.js';
import { disagreements, namesOf } from './pending.js';

const outcome = (name: string, faults: string[] = []) => ({
  apiVersion: '2023-04-01',
  operation: 'Jobs_Get',
  group: 'Jobs',
  name,
  isStandIn: false,
  faults
});
const pending = [{ reason: 'r', examples: ['Jobs_Get: sweep', 'Quotas_Update'] }];

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

  it('covers every example of an operation that it names, and none of another name', () => {
    const quota = { ...outcome('Quotas_Update: any', ['501']), operation: 'Quotas_Update' };
    expect(disagreements([quota, outcome('Jobs_Get: command', ['500'])], pending)).toEqual([
      '2023-04-01 Jobs_Get: command fails: 500'
    ]);
  });

  it('names the examples it covers, available or not', () => {
    const operation = { id: 'Quotas_Update', titles: ['one', 'two'] } as Operation;
    expect(namesOf(pending[0]!, [operation])).toEqual(['Quotas_Update: one', 'Quotas_Update: two']);
  });
});
