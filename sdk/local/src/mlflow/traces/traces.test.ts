import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

const info = (facts: object = {}) => ({
  trace: {
    trace_info: {
      trace_id: 'tr-1',
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } },
      request_time: '2026-01-02T03:04:05.678Z',
      execution_duration: '0.218s',
      state: 'OK',
      trace_metadata: { user: 'ada' },
      tags: { team: 'a' },
      ...facts
    }
  }
});
const folder = 'mlflow-artifacts:/Trace/tr-1';

describe('traces', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
  });
  afterEach(() => workspace.close());

  const call = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object
  ) => {
    const url = `${prefix}/api/3.0/mlflow/traces${path}`;
    const response = await workspace.app.inject({ method, url, payload });
    return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
  };

  it('returns what was sent, with the folder of its artifacts', async () => {
    await call('POST', '', info());
    const { body } = await call('GET', '/tr-1');
    expect(body).toEqual(info({ tags: { team: 'a', 'mlflow.artifactLocation': folder } }));
  });

  it('adds to the tags and metadata of a trace that is sent again', async () => {
    await call('POST', '', info({ execution_duration: undefined, state: 'IN_PROGRESS' }));
    await call('POST', '', info({ tags: { mood: 'good' }, trace_metadata: {} }));
    const { body } = await call('GET', '/tr-1');
    expect(body.trace).toMatchObject({
      trace_info: {
        state: 'OK',
        execution_duration: '0.218s',
        tags: { team: 'a', mood: 'good' },
        trace_metadata: { user: 'ada' }
      }
    });
  });

  it.each(['../x', 'a/b', '', '.', 'x'.repeat(51)])('rejects the id %j', async trace_id => {
    const { status, body } = await call('POST', '', info({ trace_id }));
    expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('rejects an experiment that does not exist', async () => {
    const trace_location = { mlflow_experiment: { experiment_id: '77' } };
    expect((await call('POST', '', info({ trace_location }))).status).toBe(404);
  });

  it('ends a trace that a client of MLflow 2 started', async () => {
    const started = await workspace.post('traces', { experiment_id: '0', timestamp_ms: 1000 });
    const { trace_info } = started.body as unknown as { trace_info: { request_id: string } };
    expect(trace_info).toMatchObject({ status: 'IN_PROGRESS', timestamp_ms: 1000 });
    const path = `mlflow/traces/${trace_info.request_id}`;
    await workspace.call('PATCH', path, { timestamp_ms: 1250, status: 'OK' });
    const { body } = await workspace.call('GET', `${path}/info`);
    expect(body).toMatchObject({ trace_info: { status: 'OK', execution_time_ms: 250 } });
  });

  it('finds a trace by the run that it was linked to before it arrived', async () => {
    const run = await workspace.run();
    await workspace.post('traces/link-to-run', { trace_ids: ['tr-1'], run_id: run });
    await call('POST', '', info());
    const locations = [{ mlflow_experiment: { experiment_id: '0' } }];
    const { body } = await call('POST', '/search', { locations, filter: `run_id = '${run}'` });
    expect(body.traces).toMatchObject([{ trace_id: 'tr-1' }]);
  });

  it('deletes the artifacts of a trace with it', async () => {
    await call('POST', '', info());
    const artifact = 'mlflow-artifacts/artifacts/Trace/tr-1/traces.json';
    await workspace.app.inject({
      method: 'PUT',
      url: `${prefix}/api/2.0/${artifact}`,
      payload: '{"spans": []}'
    });
    expect((await workspace.fetch(artifact)).response.statusCode).toBe(200);
    const { body } = await call('POST', '/delete-traces', {
      experiment_id: '0',
      request_ids: ['tr-1']
    });
    expect(body).toEqual({ traces_deleted: 1 });
    expect((await workspace.fetch(artifact)).response.statusCode).toBe(404);
  });

  it.each([
    [{}, 'must be specified'],
    [{ request_ids: ['tr-1'], max_timestamp_millis: 1 }, 'Only one'],
    [{ max_timestamp_millis: 1, max_traces: 0 }, 'positive']
  ])('rejects the deletion of %j', async (selection, reason) => {
    const { body } = await call('POST', '/delete-traces', { experiment_id: '0', ...selection });
    expect(body.message).toContain(reason);
  });

  it('rejects a feedback as the update of an expectation', async () => {
    await call('POST', '', info());
    const { body } = await call('POST', '/tr-1/assessments', {
      assessment: { assessment_name: 'a', expectation: { value: 9 } }
    });
    const { assessment_id: id } = body.assessment as { assessment_id: string };
    const changed = await call('PATCH', `/tr-1/assessments/${id}`, {
      assessment: { feedback: { value: 1 } },
      update_mask: 'feedback'
    });
    expect(changed.status).toBe(400);
    expect(changed.body.message).toContain('Cannot update feedback value');
  });
});
