import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, made, post, useBridge } from '../bridge.test-support.js';

useBridge();

const submit = (steps: object, more = {}) => post('/api/pipelines', { steps, ...more });
const step = (path: string, more = {}) => ({
  path,
  parameters: {},
  inputs: {},
  outputs: [],
  ...more
});

describe('POST /api/pipelines', () => {
  it('submits files of the lab as steps', async () => {
    writeFileSync(join(folder, 'after.py'), 'print(1)');
    const first = step('n.ipynb', { parameters: { digits: 3 } });
    const response = await submit(
      { first, last: step('after.py') },
      { compute: 'cpu', reuse: true }
    );
    expect(response.json()).toMatchObject({ job: { name: 'new', status: 'Queued' } });
    const [asked = ''] = made.asked;
    expect(asked).toContain(
      `"first":{"path":"${join(folder, 'n.ipynb')}","parameters":{"digits":3}`
    );
    expect(asked).toContain(`"last":{"path":"${join(folder, 'after.py')}"`);
    expect(asked).toContain('{"compute":"cpu","reuse":true}');
  });

  it.each<[string, object, number, string, string | undefined]>([
    ['a file that is not there', { a: step('gone.ipynb') }, 404, 'NotebookNotFound', 'a'],
    ['a file outside of the lab', { a: step('../x.ipynb') }, 403, 'PathOutsideRoot', 'a'],
    [
      'a value that does not fit',
      { a: step('n.ipynb', { parameters: { digits: 'two' } }) },
      400,
      'ParameterInvalid',
      'a'
    ],
    [
      'an unknown output',
      { a: step('n.ipynb', { inputs: { x: 'b.y' } }) },
      400,
      'PipelineInvalid',
      'a'
    ],
    ['no step', {}, 400, 'PipelineInvalid', undefined]
  ])('refuses %s, and names the step', async (_what, steps, status, code, target) => {
    const response = await submit(steps);
    expect(response.json()).toMatchObject({ error: { code, ...(target && { target }) } });
    expect(response.statusCode).toBe(status);
    expect(made.asked).toEqual([]);
  });
});
