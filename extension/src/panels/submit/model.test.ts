import { Signal } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  JobSummary,
  NotebookInfo,
  Parameter,
  ParametersInfo,
  SubmitRequest
} from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { SubmitModel } from './model.js';
import type { INotebookOnScreen } from './notebook-on-screen.js';

class Screen implements INotebookOnScreen {
  path: string | null = 'a.ipynb';
  steps: string[] = [];
  readonly pathChanged = new Signal<this, void>(this);
  readonly saved = new Signal<this, void>(this);
  readonly edited = new Signal<this, void>(this);
  dirty = false;
  text = (): string => 'text of the page';
  save = (): Promise<void> => {
    this.steps.push('saved');
    this.dirty = false;
    this.saved.emit();
    return Promise.resolve();
  };
  show(path: string | null): void {
    this.path = path;
    this.pathChanged.emit();
  }
}

const digits: Parameter = {
  name: 'digits',
  type: 'integer',
  nullable: false,
  default: 3,
  text: '3'
};
const when: Parameter = { name: 'when', type: 'expression', nullable: false, text: 'now()' };

const info = (path: string): NotebookInfo => ({
  path,
  kernel: null,
  parameters: [digits, when],
  parametersCell: 'used',
  snapshot: { folder: '', files: 1, bytes: 1, largest: [], warnings: [] },
  experiment: path.replace('.ipynb', '')
});

function makeService(screen: Screen) {
  const sent: SubmitRequest[] = [];
  const service = {
    events: { connectedChanged: new Signal<object, boolean>({}) },
    workspace: () => Promise.resolve({ kind: 'local', name: 'local' }),
    computes: () => Promise.resolve([{ name: 'gpu' }, { name: 'cpu' }]),
    notebook: vi.fn((path: string) => Promise.resolve(info(path))),
    parameters: vi.fn(() =>
      Promise.resolve<ParametersInfo>({
        kernel: null,
        parameters: [{ ...digits, default: 5 }],
        parametersCell: 'used'
      })
    ),
    submit: vi.fn((request: SubmitRequest) => {
      screen.steps.push('submitted');
      sent.push(request);
      return Promise.resolve({ name: 'run1' } as JobSummary);
    })
  };
  return { service, sent };
}

let screen: Screen;
let made: ReturnType<typeof makeService>;
let model: SubmitModel;

beforeEach(async () => {
  screen = new Screen();
  made = makeService(screen);
  model = new SubmitModel(made.service as unknown as ICarryService, screen);
  await vi.waitFor(() => {
    expect(model.info).not.toBeNull();
    expect(model.compute).toBe('cpu');
  });
});
afterEach(() => {
  model.dispose();
});

describe('Submit', () => {
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

  it('shows an edited parameters cell before it is saved', async () => {
    screen.edited.emit();
    await vi.waitFor(() => {
      expect(model.fields[0]?.default).toBe(5);
    });
    expect(made.service.parameters).toHaveBeenCalledWith('a.ipynb', 'text of the page');
  });

  it('leaves an unchanged value to the saved cell, whatever the form showed before', async () => {
    const { kernel, parametersCell } = info('a.ipynb');
    const fresh = { kernel, parametersCell, parameters: [{ ...digits, default: 7 }] };
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

  it('ignores a late response about an earlier notebook', async () => {
    let respond: (value: NotebookInfo) => void = () => undefined;
    made.service.notebook.mockReturnValueOnce(new Promise(resolve => (respond = resolve)));
    screen.show('slow.ipynb');
    screen.show('b.ipynb');
    await vi.waitFor(() => {
      expect(model.info?.path).toBe('b.ipynb');
    });
    respond(info('slow.ipynb'));
    await Promise.resolve();
    expect(model.info?.path).toBe('b.ipynb');
  });
});
