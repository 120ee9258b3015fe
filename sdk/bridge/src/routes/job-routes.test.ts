import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, get, jobs, made, notebook, post, useBridge } from '../bridge.test-support.js';

useBridge();

describe('POST /api/jobs', () => {
  it('submits a notebook', async () => {
    const body = { notebook: 'n.ipynb', parameters: { digits: 3 }, compute: 'cpu' };
    const response = await post('/api/jobs', body);
    expect(response.json()).toMatchObject({ job: { name: 'new', status: 'Queued' } });
    expect(made.asked).toContain(
      `submit ${join(folder, 'n.ipynb')} {"parameters":{"digits":3},"compute":"cpu"}`
    );
  });

  it('passes the options on, and the environment by its id', async () => {
    const options = {
      displayName: 'a "b"',
      description: '$(id)',
      tags: { no: 'yes' },
      timeout: 60,
      environment: 'torch',
      environmentVariables: { MODE: 'x\ny' }
    };
    const body = { notebook: 'n.ipynb', parameters: {}, ...options };
    expect((await post('/api/jobs', body)).statusCode).toBe(200);
    const sent = { parameters: {}, ...options, environment: '/torch/versions/3' };
    const [asked] = made.asked;
    expect(JSON.parse(asked?.slice(asked.indexOf('{')) ?? '')).toEqual(sent);
  });

  it.each([
    [{ timeout: 0 }, '/timeout'],
    [{ timeout: 'soon' }, '/timeout'],
    [{ tags: { a: { b: 1 } } }, '/tags/a'],
    [{ displayName: '' }, '/displayName'],
    [{ environmentVariables: { A: {} } }, '/environmentVariables/A'],
    [{ environment: 'gone' }, '/environment']
  ])('names the field of %j as the target of the error', async (wrong, target) => {
    const response = await post('/api/jobs', { notebook: 'n.ipynb', parameters: {}, ...wrong });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.json()).toMatchObject({ error: { target } });
    expect(made.asked).toEqual([]);
  });

  it('costs the workspace one request', async () => {
    await post('/api/jobs', { notebook: 'n.ipynb', parameters: {} });
    expect(made.asked).toEqual([`submit ${join(folder, 'n.ipynb')} {"parameters":{}}`]);
  });

  it('names an invalid parameter as the target of the error', async () => {
    const response = await post('/api/jobs', {
      notebook: 'n.ipynb',
      parameters: { digits: 'two' }
    });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      error: { code: 'ParameterInvalid', target: 'digits' }
    });
    expect(made.asked).toEqual([]);
  });

  it.each([-1, 11])('names the limits for %i retries', async retries => {
    const response = await post('/api/jobs', { notebook: 'n.ipynb', parameters: {}, retries });
    expect(response.json()).toMatchObject({
      error: {
        code: 'RetriesInvalid',
        target: '/retries',
        message: expect.stringContaining('from 0 to 10')
      }
    });
    expect(made.asked).toEqual([]);
  });

  it('responds with 403 for a notebook outside of the lab, and 404 for a missing one', async () => {
    const outside = await post('/api/jobs', { notebook: '../n.ipynb', parameters: {} });
    expect(outside.statusCode).toBe(403);
    const missing = await post('/api/jobs', { notebook: 'no.ipynb', parameters: {} });
    expect(missing.json()).toMatchObject({ error: { code: 'NotebookNotFound' } });
  });

  it('responds with 400 for a body without a notebook', async () => {
    const response = await post('/api/jobs', { parameters: {} });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: { code: 'RequestInvalid' } });
  });
});

describe('/api/jobs/{name}/rerun', () => {
  const path = 'outputs/n.ipynb';
  const executed = {
    name: 'one',
    status: 'Completed',
    notebook: 'n.ipynb',
    parameters: { digits: 4 },
    files: [path],
    contents: { [path]: notebook('digits: int = 2  # of a number\nname = "x"') }
  };

  it('GET returns the parameters that the executed notebook declares, with the values of the job', async () => {
    jobs[0] = executed;
    expect((await get('/api/jobs/one/rerun')).json()).toEqual({
      displayName: 'one',
      experiment: 'e',
      compute: 'cpu',
      parameters: [
        expect.objectContaining({ name: 'digits', type: 'integer', default: 4 }),
        expect.objectContaining({ name: 'name', type: 'string', default: 'x' })
      ]
    });
  });

  it('GET returns the values of a job that has saved no notebook, by their types', async () => {
    jobs[0] = {
      name: 'one',
      status: 'Canceled',
      notebook: 'n.ipynb',
      parameters: { digits: 4, list: [1] }
    };
    expect((await get('/api/jobs/one/rerun')).json()).toMatchObject({
      parameters: [
        { name: 'digits', type: 'number', default: 4 },
        { name: 'list', type: 'array', default: [1] }
      ]
    });
  });

  it('GET returns no parameter that the command sets, and none of a sweep', async () => {
    jobs[0] = { ...executed, command: 'python .carry/run_notebook.py --json digits=4' };
    const names = async () =>
      (await get('/api/jobs/one/rerun'))
        .json<{ parameters: { name: string }[] }>()
        .parameters.map(({ name }) => name);
    expect(await names()).toEqual(['name']);
    jobs[0] = { ...executed, sweep: { jobType: 'Sweep', objective: {} } };
    expect(await names()).toEqual([]);
  });

  it('POST submits the job again as it was, or with what is different', async () => {
    jobs[0] = executed;
    const response = await post('/api/jobs/one/rerun', {});
    expect(response.json()).toMatchObject({ job: { name: 'again', status: 'Queued' } });
    await post('/api/jobs/one/rerun', { parameters: { digits: '5' }, compute: 'far' });
    expect(made.asked.filter(request => request.startsWith('rerun'))).toEqual([
      'rerun one {}',
      'rerun one {"compute":"far","parameters":{"digits":5}}'
    ]);
  });

  it('POST refuses a value that does not fit its parameter', async () => {
    jobs[0] = executed;
    const response = await post('/api/jobs/one/rerun', { parameters: { digits: 'two' } });
    expect(response.json()).toMatchObject({
      error: { code: 'ParameterInvalid', target: 'digits' }
    });
    expect(jobs).toHaveLength(1);
  });
});
