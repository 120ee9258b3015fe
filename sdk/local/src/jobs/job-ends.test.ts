import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobEnds } from './job-ends.js';

describe('waiting for the end of a job', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('resolves at the announcement, for everybody who waits', async () => {
    const ends = new JobEnds();
    const waits = [ends.wait('a', 2000), ends.wait('a', 2000)];
    ends.announce('a');
    await Promise.all(waits);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ignores the end of another job, and resolves after the timeout', async () => {
    const ends = new JobEnds();
    const resolved = vi.fn();
    void ends.wait('a', 2000).then(resolved);
    ends.announce('b');
    await vi.advanceTimersByTimeAsync(1999);
    expect(resolved).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(resolved).toHaveBeenCalledOnce();
  });

  it('waits again after an end', async () => {
    const ends = new JobEnds();
    const first = ends.wait('a', 2000);
    ends.announce('a');
    await first;
    const second = ends.wait('a', 2000);
    ends.announce('a');
    await second;
    expect(vi.getTimerCount()).toBe(0);
  });
});
