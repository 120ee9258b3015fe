import { describe, expect, it } from 'vitest';
import type { JobSummary } from '@carry-ml/bridge';
import { rendered, trans } from '../../parts/rendered.test-support.js';
import { JobHead } from './job-head.js';
import type { SelectedJob } from './model.js';

const nothing = (): void => undefined;
const model = {
  busy: false,
  editRerun: nothing,
  pin: () => Promise.resolve(),
  requestRegister: nothing,
  requestSchedule: nothing,
  rerun: () => Promise.resolve()
};
const actions = {
  cancel: nothing,
  open: nothing,
  openNotebook: nothing,
  fileUrl: String,
  download: nothing,
  compare: nothing,
  bulk: nothing,
  cleanUp: nothing
};

const headOf = (job: Partial<JobSummary>): string =>
  rendered(
    <JobHead
      job={{ kind: 'job', displayName: 'a', experiment: 'e', compute: 'cpu', ...job } as JobSummary}
      model={model}
      selected={{ detail: null, hasModel: false } as SelectedJob}
      actions={actions}
      trans={trans}
    />
  );

describe('the head of a run', () => {
  it('counts a single code cell as one', () => {
    const starting = (of: number): string =>
      headOf({ status: 'Running', progress: { done: 0, of, cell: 0 } });
    expect(starting(1)).toContain('starting, 1 code cell<');
    expect(starting(2)).toContain('starting, 2 code cells<');
  });

  it('says which of the code cells failed, as In[4] of the notebook is another number', () => {
    const progress = { done: 2, of: 8, cell: 3, failedCell: 3 };
    const head = headOf({ status: 'Failed', finished: true, progress, reason: 'ValueError' });
    expect(head).toContain('<strong>Code cell 3 of 8 failed</strong>');
  });
});
