import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelVersionInfo, JobSummary } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { ModelsModel } from './model.js';

const job = { name: 'run1', displayName: 'My adder 2!' } as JobSummary;
const version = (n: string): ModelVersionInfo => ({
  name: 'adder',
  version: n,
  description: '',
  createdAt: null,
  run: 'run1',
  uri: 'u'
});

function makeService() {
  return {
    models: vi.fn(() => Promise.resolve([{ name: 'adder', latestVersion: '10', description: '' }])),
    versions: vi.fn(() => Promise.resolve([version('9'), version('10')])),
    files: vi.fn(() =>
      Promise.resolve([
        { path: 'adder.ipynb', isFolder: false, size: 1 },
        { path: 'model/weights.bin', isFolder: false, size: 1 },
        { path: 'model/deep/a', isFolder: false, size: 1 }
      ])
    ),
    register: vi.fn(() => Promise.resolve(version('10')))
  };
}

let service: ReturnType<typeof makeService>;
let model: ModelsModel;

beforeEach(() => {
  service = makeService();
  model = new ModelsModel(service as unknown as ICarryService);
});

describe('Models', () => {
  it('expands a model into its versions, newest first by number', async () => {
    await model.toggle('adder');
    expect(model.versions.get('adder')?.map(v => v.version)).toEqual(['10', '9']);
    await model.toggle('adder');
    expect(model.versions.has('adder')).toBe(false);
  });

  it('proposes a valid model name and the folder that is probably the model', async () => {
    await model.beginRegister(job);
    expect(model.form).toMatchObject({ name: 'My-adder-2', path: 'model' });
    expect(model.form?.choices).toEqual([
      'model',
      'model/deep',
      'adder.ipynb',
      'model/weights.bin',
      'model/deep/a'
    ]);
  });

  it('registers, closes the form and shows the new version', async () => {
    await model.beginRegister(job);
    model.edit({ name: ' adder ', description: 'adds' });
    await model.register();
    expect(service.register).toHaveBeenCalledWith({
      name: 'adder',
      run: 'run1',
      path: 'model',
      description: 'adds'
    });
    expect(model.form).toBeNull();
    expect(model.models).toHaveLength(1);
    expect(model.versions.get('adder')?.[0]?.version).toBe('10');
  });

  it('keeps the form open with the error when registering fails', async () => {
    await model.beginRegister(job);
    const error = { code: 'Conflict', message: 'The version is there already.' };
    service.register.mockRejectedValueOnce(new ServiceError(error));
    await model.register();
    expect(model.form).toMatchObject({ busy: false, error, name: 'My-adder-2' });
  });
});
