import { describe, expect, it } from 'vitest';
import { planner } from './planner.js';

const plan = planner({
  findAsset: () => undefined,
  hasRegistry: () => false,
  computes: () => [{ name: 'cpu', slots: 1 }],
  now: () => 1,
  newId: () => 'id'
});

describe('a job of a type that this machine does not run', () => {
  it.each([
    ['AutoML', 'a job of type Sweep'],
    ['Spark', 'a job of type Command'],
    ['Labeling', 'as a data asset'],
    ['Teleport', 'It runs Command, Pipeline and Sweep.']
  ])('is rejected (%s), and the message says what to use instead', (jobType, instead) => {
    expect(() => plan({ name: 'j', by: 'ada' }, { jobType })).toThrow(
      expect.objectContaining({ code: 'JobTypeNotServed', status: 501 })
    );
    expect(() => plan({ name: 'j', by: 'ada' }, { jobType })).toThrow(instead);
  });
});
