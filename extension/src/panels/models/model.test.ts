import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  EventMessage,
  ModelVersionDetail,
  ModelVersionInfo,
  JobSummary,
  RunModels
} from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { modelPage } from './model-page.js';
import { ModelsModel } from './model.js';

const job = { name: 'run1', displayName: 'My adder 2!' } as JobSummary;
const version = (n: string): ModelVersionInfo => ({
  name: 'adder',
  version: n,
  type: 'mlflow_model',
  description: '',
  tags: [],
  aliases: [],
  isArchived: false,
  createdAt: null,
  run: 'run1',
  metrics: null,
  uri: 'u'
});

const detail = (n: string): ModelVersionDetail => ({
  ...version(n),
  runName: 'My run',
  files: { found: [], error: null },
  prediction: { found: null, error: null },
  deployments: { found: [], error: null },
  page: 'https://127.0.0.1:1/mlflow/#/models/adder'
});

const message = new Signal<object, EventMessage>({});

function makeService() {
  return {
    events: { message },
    models: vi.fn(() => Promise.resolve([{ name: 'adder', latestVersion: '10', description: '' }])),
    versions: vi.fn(() => Promise.resolve([version('9'), version('10')])),
    files: vi.fn(() =>
      Promise.resolve([
        { path: 'adder.ipynb', isFolder: false, size: 1 },
        { path: 'model/weights.bin', isFolder: false, size: 1 },
        { path: 'model/deep/a', isFolder: false, size: 1 }
      ])
    ),
    runModels: vi.fn(() =>
      Promise.resolve<RunModels>({ registered: [], hasModel: false, proposedName: null })
    ),
    register: vi.fn(() => Promise.resolve(version('10'))),
    version: vi.fn((_: string, n: string) => Promise.resolve(detail(n))),
    editVersion: vi.fn(() => Promise.resolve()),
    setAlias: vi.fn(() => Promise.resolve()),
    deleteVersion: vi.fn(() => Promise.resolve()),
    deleteModel: vi.fn(() => Promise.resolve()),
    predict: vi.fn(() => Promise.resolve({ text: '42', confidence: 0.9, seconds: 1 })),
    endPrediction: vi.fn(() => Promise.resolve())
  };
}

let service: ReturnType<typeof makeService>;
let model: ModelsModel;

beforeEach(() => {
  service = makeService();
  model = new ModelsModel(service as unknown as ICarryService);
});

describe('Models', () => {
  it('are read again when the workspace is back, and not while it is away', async () => {
    service.models.mockRejectedValueOnce(new ServiceError({ code: 'X', message: 'away' }));
    await model.refresh();
    expect(model.error).toMatchObject({ message: 'away' });
    const error = { code: 'X', message: 'away' };
    message.emit({ type: 'trouble', about: 'jobs', error });
    expect(service.models).toHaveBeenCalledTimes(1);
    message.emit({ type: 'trouble', about: 'jobs', error: null });
    await vi.waitFor(() => {
      expect(model.error).toBeNull();
      expect(model.models).toHaveLength(1);
    });
  });

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

  it('proposes the name that the run gave its model, unless the user has typed one', async () => {
    const registered = [{ name: 'adder', version: '1' }];
    service.runModels.mockResolvedValue({ registered, hasModel: true, proposedName: 'adder' });
    await model.beginRegister(job);
    expect(model.form).toMatchObject({ name: 'adder', found: { registered } });
    const opening = model.beginRegister(job);
    model.edit({ name: 'mine' });
    await opening;
    expect(model.form?.name).toBe('mine');
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

describe('a version', () => {
  it('is shown in detail, and read again only when the list says that it has changed', async () => {
    await model.open('adder', '9');
    expect(model.selected?.detail).toMatchObject({ version: '9', runName: 'My run' });
    expect(service.version).toHaveBeenCalledTimes(1);
    await model.refresh();
    expect(service.version).toHaveBeenCalledTimes(1);
    service.versions.mockResolvedValue([{ ...version('9'), aliases: ['champion'] }]);
    await model.refresh();
    expect(service.version).toHaveBeenCalledTimes(2);
  });

  it('is read again after a change', async () => {
    await model.open('adder', '9');
    expect(await model.selected?.setAlias('champion')).toBe(true);
    expect(service.setAlias).toHaveBeenCalledWith('adder', 'champion', '9');
    expect(service.version).toHaveBeenCalledTimes(2);
  });

  it('says why a change was refused, and stays', async () => {
    await model.open('adder', '9');
    const error = { code: 'ModelInUse', message: 'The alias champion refers to it.' };
    service.deleteVersion.mockRejectedValueOnce(new ServiceError(error));
    await model.deleteVersion();
    expect(model.selected?.actionError).toMatchObject(error);
  });

  it('that is deleted is left for the list, where it is gone', async () => {
    await model.open('adder', '9');
    service.versions.mockResolvedValue([version('10')]);
    await model.deleteVersion();
    expect(model.selected).toBeNull();
    expect(model.versions.get('adder')?.map(one => one.version)).toEqual(['10']);
  });
});

describe('a prediction', () => {
  it('shows its result, or why there is none', async () => {
    await model.open('adder', '9');
    const prediction = model.selected!.prediction;
    await prediction.predict({ sum: '27+15' });
    expect(prediction).toMatchObject({ busy: false, error: null, result: { text: '42' } });
    const error = { code: 'PredictionFailed', message: 'The sum has no plus.' };
    service.predict.mockRejectedValueOnce(new ServiceError(error));
    await prediction.predict({ sum: '27' });
    expect(prediction).toMatchObject({ busy: false, error, result: null });
  });

  it('is ended when the user leaves the version', async () => {
    await model.open('adder', '9');
    service.predict.mockReturnValueOnce(new Promise(() => undefined));
    void model.selected?.prediction.predict({ sum: '27+15' });
    model.closeVersion();
    const [, , request] = service.predict.mock.calls[0] as unknown as [
      string,
      string,
      { id: string }
    ];
    expect(service.endPrediction).toHaveBeenCalledWith(request.id);
  });
});

describe('a model', () => {
  it('that is deleted leaves the list with its versions', async () => {
    await model.toggle('adder');
    service.models.mockResolvedValue([]);
    await model.deleteModel('adder', 'adder');
    expect(service.deleteModel).toHaveBeenCalledWith('adder', 'adder');
    expect(model.models).toEqual([]);
    expect(model.versions.size).toBe(0);
  });
});

describe('the page of a version', () => {
  it.each([
    ['https://127.0.0.1:8443/mlflow/#/models/a', 'localhost', true],
    ['https://127.0.0.1:8443/mlflow/#/models/a', 'hub.example.org', false],
    ['https://ml.azure.com/model/a:1', 'hub.example.org', true],
    ['javascript:alert(1)', 'localhost', false],
    ['', 'localhost', false]
  ])('%s is offered to a browser at %s: %s', (address, hostname, isOffered) => {
    expect(modelPage(address, hostname)).toBe(isOffered ? address : null);
  });
});
