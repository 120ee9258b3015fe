import { describe, expect, it } from 'vitest';
import { mayMove, sourcesOf } from './job-transitions.js';

describe('the states of a job', () => {
  it('go from Queued through Preparing and Running to Completed', () => {
    expect(
      mayMove('Queued', 'Preparing') &&
        mayMove('Preparing', 'Running') &&
        mayMove('Running', 'Completed')
    ).toBe(true);
  });

  it.each(['Completed', 'Failed', 'Canceled'] as const)('never leave %s', end => {
    for (const to of [
      'Queued',
      'Running',
      'CancelRequested',
      'Completed',
      'Failed',
      'Canceled'
    ] as const)
      expect(mayMove(end, to)).toBe(false);
  });

  it('do not include Completed after a request to cancel', () => {
    expect(sourcesOf('Completed')).not.toContain('CancelRequested');
  });
});
