import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobSummary } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { trans } from '../../parts/rendered.test-support.js';
import { KERNEL_ENVIRONMENT } from './job-options.js';
import { footerReason } from './obstacle.js';
import { SubmitModel } from './model.js';
import type { AskName } from './naming.js';
import { digits, info, makeService, python, Screen, when } from './screen.test-support.js';

let screen: Screen;
let made: ReturnType<typeof makeService>;
let model: SubmitModel;
const ask = vi.fn<AskName>();

beforeEach(async () => {
  screen = new Screen();
  made = makeService(screen);
  model = new SubmitModel(made.service as unknown as ICarryService, screen, ask);
  await vi.waitFor(() => {
    expect(model.info).not.toBeNull();
    expect(model.compute).toBe('cpu');
  });
});
afterEach(() => {
  model.dispose();
});

describe('Submit', () => {
  it('waits while the files are too large, and goes on when one is excluded', async () => {
    const large = info('a.ipynb');
    large.snapshot = { ...large.snapshot, tooLarge: 'The folder is too large.' };
    made.service.notebook.mockResolvedValueOnce(large);
    screen.saved.emit();
    await vi.waitFor(() => {
      expect(model.obstacle).toBe('too-large');
    });
    expect(footerReason(model, trans)).toMatch(/^The folder is too large\. Or click “Exclude”/);
    await model.submit();
    expect(made.sent).toEqual([]);
    await model.exclude('data/');
    expect(made.service.exclude).toHaveBeenCalledWith('a.ipynb', 'data/');
    expect(model.obstacle).toBeNull();
  });

  it('saves the notebook on screen and then submits it, without the values that nobody changed', async () => {
    const jobs: string[] = [];
    model.submitted.connect((_, { name }) => jobs.push(name));
    await model.submit();
    expect(screen.steps).toEqual(['saved', 'submitted']);
    expect(made.sent).toEqual([
      { notebook: 'a.ipynb', parameters: {}, compute: 'cpu', experiment: 'a' }
    ]);
    expect(jobs).toEqual(['run1']);
  });

  it('sends typed values as the type of the parameter', async () => {
    model.type(digits, '2');
    model.type(when, '{"at":[1]}');
    await model.submit();
    expect(made.sent[0]?.parameters).toEqual({ digits: 2, when: { at: [1] } });
  });

  it('sends several values of a parameter as a sweep, and resets them', async () => {
    model.type(digits, '2');
    model.sweep.start(digits, model.value(digits));
    model.sweep.type(digits, '2, two');
    expect(model.obstacle).toBe('values');
    model.sweep.type(digits, '2..4');
    await model.submit();
    expect(made.sent).toMatchObject([{ parameters: {}, sweep: { values: { digits: [2, 3, 4] } } }]);
    model.reset();
    expect(model.edited(digits)).toBe(false);
  });

  it('sends the options, and waits while one of them is invalid', async () => {
    model.setOptions({ timeLimit: 'soon' });
    expect(model.obstacle).toBe('values');
    model.setOptions({ timeLimit: '1h', environment: 'torch', tags: [{ name: 'a', value: 'b' }] });
    await model.submit();
    expect(made.sent).toMatchObject([{ timeout: 3600, environment: 'torch', tags: { a: 'b' } }]);
  });

  it('sends the packages of the kernel, asked for again, if they are chosen', async () => {
    model.setOptions({ environment: KERNEL_ENVIRONMENT });
    await vi.waitFor(() => {
      expect(model.kernelEnvironment.info).toMatchObject({ packages: 1 });
    });
    await model.submit();
    expect(screen.packages).toHaveBeenCalledTimes(2);
    expect(made.sent[0]).toMatchObject({ kernelPackages: { packages: [{ name: 'six' }] } });
    expect(made.sent[0]?.environment).toBeUndefined();
  });

  it('says why the kernel does not tell its packages, and submits nothing', async () => {
    const busy = { code: 'KernelPackagesUnread', message: 'It is busy.', target: '/environment' };
    screen.packages.mockRejectedValue(new ServiceError(busy));
    model.setOptions({ environment: KERNEL_ENVIRONMENT });
    await vi.waitFor(() => {
      expect(model.kernelEnvironment.error).toMatchObject(busy);
    });
    await model.submit();
    expect(model.submitError).toMatchObject(busy);
    expect(made.sent).toEqual([]);
  });

  it('shows an error about an option until an option is changed', async () => {
    const refused = { code: 'NotFound', message: 'There is no torch.', target: '/environment' };
    made.service.submit.mockRejectedValueOnce(new ServiceError(refused));
    await model.submit();
    expect(model.submitError).toMatchObject(refused);
    model.setOptions({ environment: '' });
    expect(model.submitError).toBeNull();
  });

  it('knows what the chosen compute does', () => {
    const job = { kind: 'job', finished: false, compute: 'cpu', status: 'Running' } as JobSummary;
    made.service.events.message.emit({ type: 'jobs', jobs: [job, { ...job, status: 'Queued' }] });
    expect(model.load).toEqual({ slots: 1, running: 1, waiting: 1, isFull: true });
    model.choose({ compute: 'gpu' });
    expect(model.load).toMatchObject({ slots: null, isFull: false });
  });

  it('does not submit while a field is invalid, and marks that field', async () => {
    model.type(digits, 'two');
    expect(model.problem(digits)).toBe('integer');
    await model.submit();
    expect(made.sent).toEqual([]);
  });

  it('follows the screen to another notebook, and a renamed one', async () => {
    screen.show('b.ipynb');
    await vi.waitFor(() => {
      expect(model.info?.path).toBe('b.ipynb');
    });
    await model.submit();
    expect(made.sent[0]).toMatchObject({ notebook: 'b.ipynb', experiment: 'b' });
  });

  it('cannot submit without a notebook on screen', () => {
    screen.show(null);
    expect(model.canSubmit).toBe(false);
  });

  it('keeps the typed values of each notebook', async () => {
    model.type(digits, '2');
    screen.show('b.ipynb');
    expect(model.value(digits)).toBe('3');
    screen.show('a.ipynb');
    await vi.waitFor(() => {
      expect(model.info?.path).toBe('a.ipynb');
    });
    expect(model.value(digits)).toBe('2');
  });

  it('leaves an unchanged value to the saved cell, whatever the form showed before', async () => {
    const { kernel, metrics, parametersCell } = info('a.ipynb');
    const fresh = { kernel, metrics, parametersCell, parameters: [{ ...digits, default: 7 }] };
    made.service.parameters.mockResolvedValueOnce(fresh);
    screen.dirty = true;
    screen.edited.emit();
    await model.submit();
    expect(model.value(model.fields[0]!)).toBe('7');
    expect(made.sent[0]?.parameters).toEqual({});
  });

  it('submits with one request when the form is up to date', async () => {
    made.service.notebook.mockClear();
    await model.submit();
    expect(made.service.submit).toHaveBeenCalledTimes(1);
    expect(made.service.parameters).not.toHaveBeenCalled();
    expect(made.service.notebook).not.toHaveBeenCalled();
  });

  it('reads the upload preview again when the panel is shown after a submit', async () => {
    made.service.notebook.mockClear();
    await model.submit();
    model.refresh();
    model.refresh();
    expect(made.service.notebook).toHaveBeenCalledTimes(1);
  });

  it("shows an error of the bridge at the parameter's field until the field is changed", async () => {
    const refused = { code: 'ParameterInvalid', message: 'too many digits', target: 'digits' };
    made.service.submit.mockRejectedValueOnce(new ServiceError(refused));
    await model.submit();
    expect(model.problem(digits)).toBe('too many digits');
    model.type(digits, '4');
    expect(model.problem(digits)).toBeNull();
  });
});

describe('a notebook that JupyterLab has just created', () => {
  beforeEach(async () => {
    ask.mockReset();
    screen.show('Untitled.ipynb');
    await vi.waitFor(() => {
      expect(model.info?.path).toBe('Untitled.ipynb');
    });
  });

  it('is named, saved once and submitted, with the values of the form', async () => {
    ask.mockResolvedValueOnce('sums');
    model.type(digits, '2');
    screen.dirty = true;
    await model.submit();
    expect(ask).toHaveBeenCalledTimes(1);
    expect(screen.steps).toEqual(['renamed sums.ipynb', 'saved', 'submitted']);
    expect(made.sent).toEqual([
      { notebook: 'sums.ipynb', parameters: { digits: 2 }, compute: 'cpu', experiment: 'sums' }
    ]);
  });

  it('keeps an experiment that the user typed', async () => {
    ask.mockResolvedValueOnce('sums');
    model.choose({ experiment: 'mine' });
    await model.submit();
    expect(made.sent).toMatchObject([{ experiment: 'mine' }]);
  });

  it('is neither saved nor submitted if the user cancels', async () => {
    ask.mockResolvedValueOnce(null);
    await model.submit();
    expect(screen.steps).toEqual([]);
    expect(model).toMatchObject({ canSubmit: true, submitError: null });
  });

  it('is not submitted if it cannot be renamed or saved, and the error says why', async () => {
    ask.mockResolvedValue('sums');
    vi.spyOn(screen, 'rename').mockRejectedValueOnce(new Error('Folder is read-only'));
    await model.submit();
    expect(model.submitError).toMatchObject({
      code: 'RenameFailed',
      message: 'Folder is read-only'
    });
    vi.spyOn(screen, 'save').mockRejectedValueOnce(new Error('Disk full'));
    await model.submit();
    expect(model.submitError).toMatchObject({ code: 'SaveFailed', message: 'Disk full' });
    expect(made.sent).toEqual([]);
  });
});

describe('the kernel', () => {
  const unnamed = () =>
    made.service.notebook.mockResolvedValueOnce({ ...info('new.ipynb'), kernel: null });
  const { parametersCell } = info('new.ipynb');

  it('is that of the session if the file names none, and gives the parameters their language', async () => {
    unnamed();
    made.service.parameters.mockResolvedValueOnce({
      kernel: { ...python, displayName: 'python3' },
      parameters: [digits],
      metrics: [],
      parametersCell
    });
    screen.show('new.ipynb');
    await vi.waitFor(() => {
      expect(model.info?.kernel?.language).toBe('python');
    });
    expect(model).toMatchObject({ kernelName: 'Python 3 (ipykernel)', canSubmit: true });
  });

  it('is waited for while it starts, and missed if there is none', async () => {
    unnamed();
    screen.kernel = 'starting';
    screen.show('new.ipynb');
    await vi.waitFor(() => {
      expect(model.obstacle).toBe('kernel-starting');
    });
    screen.kernel = null;
    expect(model.obstacle).toBe('no-kernel');
    await model.submit();
    expect(screen.steps).toEqual([]);
    screen.kernel = python;
    screen.kernelChanged.emit();
    expect(made.service.parameters).toHaveBeenCalledTimes(1);
    expect(model.canSubmit).toBe(true);
  });
});

describe('Submit is disabled', () => {
  it('for a read-only notebook only while that differs from its file', () => {
    screen.readOnly = true;
    expect(model.obstacle).toBeNull();
    screen.dirty = true;
    expect(model.obstacle).toBe('read-only');
  });

  it('for a notebook on another drive, which is not read', () => {
    made.service.notebook.mockClear();
    screen.drive = 'S3';
    screen.show('far.ipynb');
    expect(model).toMatchObject({ obstacle: 'drive', drive: 'S3', notebookError: null });
    expect(made.service.notebook).not.toHaveBeenCalled();
  });

  it('while the page cannot be read as a notebook', async () => {
    const error = new ServiceError({ code: 'NotebookInvalid', message: 'no cells' });
    made.service.parameters.mockRejectedValueOnce(error);
    screen.edited.emit();
    await vi.waitFor(() => {
      expect(model.obstacle).toBe('notebook');
    });
    screen.edited.emit();
    await vi.waitFor(() => {
      expect(model.obstacle).toBeNull();
    });
  });

  it('while the workspace does not respond, and enabled once it does', async () => {
    made.service.workspace.mockRejectedValueOnce(new Error('connection refused'));
    const late = new SubmitModel(made.service as unknown as ICarryService, screen, ask);
    await vi.waitFor(() => {
      expect(late.obstacle).toBe('workspace');
    });
    made.service.events.message.emit({ type: 'trouble', about: 'jobs', error: null });
    await vi.waitFor(() => {
      expect(late.obstacle).toBeNull();
    });
    late.dispose();
  });
});
