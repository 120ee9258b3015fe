import { beforeEach, expect, it } from 'vitest';
import type { ComputeInfo, JobSummary, NotebookInfo, PipelineRequest } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import { PipelineModel } from './model.js';

let kept: Map<string, string>;
let sent: PipelineRequest[];
let failure: ServiceError | null;

beforeEach(() => {
  kept = new Map();
  sent = [];
  failure = null;
});

const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => {
    kept.set(key, value);
  }
};

function open(): PipelineModel {
  const service = {
    computes: () => Promise.resolve(['cpu', 'gpu'].map(name => ({ name }) as ComputeInfo)),
    notebook: (path: string) =>
      path === 'gone.ipynb'
        ? Promise.reject(new ServiceError({ code: 'NotebookNotFound', message: 'It is gone.' }))
        : Promise.resolve({ parameters: [{ name: 'n', type: 'integer' }] } as NotebookInfo),
    submitPipeline: (request: PipelineRequest) => {
      if (failure) return Promise.reject(failure);
      sent.push(request);
      return Promise.resolve({ name: 'job' } as JobSummary);
    }
  };
  return new PipelineModel(service, storage, 'k', { values: { defaultCompute: 'gpu' } });
}

it('submits its steps, and is still there after a reload of the page', async () => {
  const model = open();
  expect(model.canSubmit).toBe(false);
  await model.add(['a.ipynb', 'notes.txt', 'b.py']);
  model.set('a', 'n', { kind: 'value', text: '2' });
  model.set('a', 'out', { kind: 'output' });
  model.set('b', 'data', { kind: 'input', step: 'a', output: 'out' });
  const again = open();
  expect(again.draft).toEqual(model.draft);
  // The values are not those of the parameters' types before the notebook is read.
  expect(again.canSubmit).toBe(false);
  await again.refresh();
  const jobs: string[] = [];
  again.submitted.connect((_, { name }) => {
    jobs.push(name);
  });
  await again.submit();
  expect(jobs).toEqual(['job']);
  expect(sent[0]?.compute).toBe('gpu');
  expect(sent[0]?.steps).toMatchObject({
    a: { path: 'a.ipynb', parameters: { n: 2 }, outputs: ['out'] },
    b: { path: 'b.py', inputs: { data: 'a.out' } }
  });
});

it('cannot be submitted with a value that does not fit, or a file that cannot be read', async () => {
  const model = open();
  await model.add(['a.ipynb']);
  expect(model.canSubmit).toBe(true);
  model.set('a', 'n', { kind: 'value', text: 'x' });
  expect(model.canSubmit).toBe(false);
  model.set('a', 'n', null);
  expect(model.canSubmit).toBe(true);
  await model.add(['gone.ipynb']);
  expect(model.canSubmit).toBe(false);
  expect(model.file('gone.ipynb').error?.message).toBe('It is gone.');
  model.remove('gone');
  expect(model.canSubmit).toBe(true);
});

it('shows why a submit failed until something is changed', async () => {
  const model = open();
  await model.add(['b.py']);
  failure = new ServiceError({ code: 'PipelineInvalid', message: 'No.', target: 'b' });
  await model.submit();
  expect([model.error?.target, model.busy, model.canSubmit]).toEqual(['b', false, true]);
  model.choose({ displayName: 'x' });
  expect(model.error).toBeNull();
});

it.each([
  'no JSON',
  '[]',
  'null',
  '{"steps": [{"name": "a"}, 3, {"name": "b", "path": "b.exe"}, null]}',
  '{"steps": [{"name": "a", "path": "a.py"}, {"name": "a", "path": "b.py"}]}',
  '{"displayName": {}, "compute": 3, "steps": {"a": 1}}'
])('begins anew where something else was kept: %s', text => {
  kept.set('k', text);
  const { draft } = open();
  expect(draft.steps).toEqual([]);
  expect(draft.displayName).toBe('');
});
