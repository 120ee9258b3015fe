import { expect, it } from 'vitest';
import type { CommandJob } from 'carry-ml/arm';
import { unmetFields } from './unmet.js';

const unmet = (fields: Partial<CommandJob>) =>
  unmetFields({ jobType: 'Command', command: 'true', environmentId: 'e', ...fields });

it('a job says which of its fields have no effect here', () => {
  expect(
    unmet({
      services: {
        lab: { jobServiceType: 'jupyter_lab' },
        board: { jobServiceType: 'TensorBoard', properties: { logDir: 'outputs' } }
      },
      resources: { dockerArgs: '--gpus all', shmSize: '2g' },
      identity: { identityType: 'Managed', clientId: 'c' },
      queueSettings: { jobTier: 'Spot', priority: null }
    })
  ).toEqual([
    "the service 'lab' (jupyter_lab)",
    "the service 'board' (TensorBoard)",
    'resources.dockerArgs',
    'the managed identity: the job runs as you',
    'queueSettings.jobTier'
  ]);
});

it('a job says nothing of the pages that the workspace adds, and of an identity that it has', () => {
  expect(
    unmet({
      services: { Tracking: { jobServiceType: 'Tracking' }, gone: null },
      identity: { identityType: 'UserIdentity' }
    })
  ).toEqual([]);
});
