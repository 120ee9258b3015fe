import { describe, expect, it } from 'vitest';
import type { JobSummary } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import { bulkWork, runsFor } from './bulk-work.js';

const run = (name: string, change: Partial<JobSummary> = {}) =>
  ({ name, kind: 'job', finished: true, ...change }) as JobSummary;

describe('work on several runs', () => {
  it('goes on after a failure, and tells both', async () => {
    const runs = Array.from({ length: 30 }, (_, n) => run(`r${n}`));
    const counts: number[] = [];
    let atOnce = 0;
    let most = 0;
    const { done, failed } = await bulkWork(
      runs,
      async name => {
        most = Math.max(most, (atOnce += 1));
        await Promise.resolve();
        atOnce -= 1;
        if (name === 'r7') throw new ServiceError({ code: 'Conflict', message: 'It runs.' });
      },
      count => counts.push(count)
    );
    expect(done).toHaveLength(29);
    expect(failed).toEqual([{ run: run('r7'), message: 'It runs.' }]);
    expect(counts).toEqual(runs.map((_, n) => n + 1));
    expect(most).toBeLessThanOrEqual(4);
  });

  it('is done only with those runs for which it can be', () => {
    const runs = [
      run('ended'),
      run('running', { finished: false }),
      run('cell', { finished: false, kind: 'interactive' })
    ];
    const names = (verb: Parameters<typeof runsFor>[0]) =>
      runsFor(verb, runs).map(({ name }) => name);
    expect(names('cancel')).toEqual(['running']);
    expect(names('archive')).toEqual(['ended']);
    expect(names('delete')).toEqual(['ended', 'cell']);
    expect(names('pin')).toEqual(['ended', 'running', 'cell']);
  });
});
