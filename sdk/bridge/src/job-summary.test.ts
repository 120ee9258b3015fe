import { describe, expect, it } from 'vitest';
import type { Job, Run } from 'carry-ml';
import { errorBody } from './error-body.js';
import { summarizeJob } from './job-summary.js';

const HOSTILE = 'a\u202eb\nc\u001b[2J';
const SHOWN = 'a\\u202eb\\nc\\u001b[2J';

it('gives what a notebook job does before its first cell as its reason', () => {
  const spec = { displayName: 'one', experiment: 'e', parameters: {} };
  const summary = (tags: Record<string, string>) =>
    summarizeJob({
      job: { name: 'j', status: 'Running', spec } as unknown as Job,
      run: { tags } as unknown as Run,
      details: { runId: 'j', status: 'Running', logFiles: {}, warnings: [] }
    });
  const step = { 'carry.step': "Starting the kernel 'tslab'." };
  expect(summary(step)).toMatchObject({ reason: "Starting the kernel 'tslab'.", progress: null });
  const running = { ...step, 'carry.cells.total': '3', 'carry.cell.current': '1' };
  expect(summary(running)).toMatchObject({ reason: null, progress: { cell: 1, of: 3 } });
});

describe('texts of unknown origin that the page shows', () => {
  it('are one line without control characters in the summary of a job', () => {
    const spec = { displayName: HOSTILE, experiment: HOSTILE, compute: HOSTILE, parameters: {} };
    const summary = summarizeJob({
      job: { name: 'j', status: 'Queued', spec } as unknown as Job,
      run: { tags: {} } as unknown as Run,
      details: { runId: 'j', status: 'Queued', logFiles: {}, warnings: [{ message: HOSTILE }] }
    });
    expect(summary).toMatchObject({
      displayName: SHOWN,
      experiment: SHOWN,
      compute: SHOWN,
      reason: SHOWN
    });
  });

  it('are one line in the message of an error', () => {
    expect(errorBody(new Error(HOSTILE)).error.message).toContain(SHOWN);
  });
});
