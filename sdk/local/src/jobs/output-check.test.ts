import { describe, expect, it } from 'vitest';
import { fail } from '../data/errors.js';
import { checkOutputs } from './output-check.js';

describe('an output of a job', () => {
  const check =
    (uri?: string, name = 'o') =>
    () => {
      checkOutputs(
        {
          jobType: 'Command',
          outputs: { [name]: { jobOutputType: 'uri_folder', uri }, none: null }
        },
        {
          localPath: asked => {
            if (asked.includes('nowhere'))
              throw fail('ResourceNotFound', { type: 'datastore', name: 'nowhere' });
            return asked.includes('blobstore') ? '/files' : undefined;
          }
        }
      );
    };

  it('may have no path, or one that the workspace can write', () => {
    expect(check()).not.toThrow();
    expect(check('azureml://datastores/workspaceblobstore/paths/x')).not.toThrow();
  });

  it('is refused with a path in a datastore that does not exist', () => {
    expect(check('azureml://datastores/nowhere/paths/x')).toThrow(
      expect.objectContaining({ code: 'ResourceNotFound' })
    );
  });

  it('is refused with a path in a datastore that the workspace cannot write', () => {
    expect(check('azureml://datastores/elsewhere/paths/x')).toThrow(
      "The output 'o' is directed to 'azureml://datastores/elsewhere/paths/x', which"
    );
  });

  it('may be that of the artifacts of another job, which the job does not write', () => {
    expect(check('azureml://datastores/nowhere/paths/x', 'default')).not.toThrow();
  });
});
