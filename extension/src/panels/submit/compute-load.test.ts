import { describe, expect, it } from 'vitest';
import type { JobSummary } from '@carry-ml/bridge';
import { computeLoad } from './compute-load.js';

const cpu = { name: 'cpu', type: 'AmlCompute', state: 'Succeeded', description: '', slots: 2 };
const job = (status: string, more: Partial<JobSummary> = {}) =>
  ({ kind: 'job', finished: false, compute: 'cpu', status, ...more }) as JobSummary;

describe('the load of a compute', () => {
  it('counts its jobs that run and wait', () => {
    const jobs = [
      job('Running'),
      job('Preparing'),
      job('Queued'),
      job('Completed', { finished: true }),
      job('Running', { compute: 'gpu' }),
      job('Running', { kind: 'interactive' })
    ];
    expect(computeLoad(cpu, jobs)).toEqual({ running: 2, waiting: 1, slots: 2, isFull: true });
  });

  it('is not full while a slot is free, or while the number of slots is not known', () => {
    expect(computeLoad(cpu, [job('Running')]).isFull).toBe(false);
    const jobs = [job('Running'), job('Running'), job('Running')];
    expect(computeLoad({ ...cpu, slots: null }, jobs).isFull).toBe(false);
  });
});
