import { describe, expect, it } from 'vitest';
import type { JobBase } from 'carry-ml/arm';
import { filledUri, withLocatedOutputs } from './output-template.js';

const store = 'azureml://datastores';

describe('the URI of an output', () => {
  it.each([
    ['${{name}}/${{output_name}}', 'fox/model'],
    ['${{ name }}', 'fox'],
    ['${{parent.name}}', 'fox'],
    ['${{unknown}}/x', '${{unknown}}/x'],
    ['plain', 'plain']
  ])('%s becomes %s', (path, filled) => {
    expect(filledUri(`${store}/a/paths/${path}`, { job: 'fox', output: 'model' })).toBe(
      `${store}/a/paths/${filled}`
    );
  });

  it('names the default datastore, and the parent of a job that has one', () => {
    const place = { job: 'fox', output: 'o', parent: 'hen' };
    expect(filledUri(`${store}/\${{default_datastore}}/paths/\${{parent.name}}`, place)).toBe(
      `${store}/workspaceblobstore/paths/hen`
    );
  });

  it('differs between two jobs with one template', () => {
    const uri = `${store}/workspaceblobstore/paths/out/\${{name}}/`;
    const job: JobBase = {
      jobType: 'Command',
      outputs: { model: { jobOutputType: 'uri_folder', uri }, plain: null }
    };
    const [one, other] = ['one', 'other'].map(name => withLocatedOutputs(name, job).outputs);
    expect(one?.model?.uri).toBe(`${store}/workspaceblobstore/paths/out/one/`);
    expect(other?.model?.uri).toBe(`${store}/workspaceblobstore/paths/out/other/`);
    expect(one?.plain).toBeNull();
  });
});
