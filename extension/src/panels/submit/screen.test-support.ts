import { Signal } from '@lumino/signaling';
import { vi } from 'vitest';
import type {
  EventMessage,
  JobSummary,
  NotebookInfo,
  Parameter,
  ParametersInfo,
  SubmitRequest
} from '@carry-ml/bridge';
import type { NameProblem } from './naming.js';
import type { INotebookOnScreen, Renaming } from './notebook-on-screen.js';

export const python = {
  name: 'python3',
  displayName: 'Python 3 (ipykernel)',
  language: 'python'
};

/** A screen that shows a notebook and writes down what is done with it. */
export class Screen implements INotebookOnScreen {
  path: string | null = 'a.ipynb';
  steps: string[] = [];
  readonly pathChanged = new Signal<this, void>(this);
  readonly saved = new Signal<this, void>(this);
  readonly edited = new Signal<this, void>(this);
  readonly renamed = new Signal<this, Renaming>(this);
  readonly kernelChanged = new Signal<this, void>(this);
  readonly selectionChanged = new Signal<this, void>(this);
  kernel: INotebookOnScreen['kernel'] = python;
  isParametersCell = (): boolean | null => false;
  packages = vi.fn(() =>
    Promise.resolve({
      kernel: 'python3',
      python: '3.12.1',
      packages: [{ name: 'six', version: '1' }]
    })
  );
  toggleParametersCell = (): void => {
    this.steps.push('tagged');
  };
  drive = '';
  readOnly = false;
  dirty = false;
  get unsaved(): boolean {
    return this.dirty;
  }
  text = (): string => '{"cells":[]}';
  rename = (name: string): Promise<NameProblem | null> => {
    const from = this.path ?? '';
    this.path = name;
    this.steps.push(`renamed ${name}`);
    this.renamed.emit({ from, to: name });
    this.pathChanged.emit();
    return Promise.resolve(null);
  };
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

export const digits: Parameter = {
  name: 'digits',
  type: 'integer',
  nullable: false,
  default: 3,
  text: '3'
};
export const when: Parameter = { name: 'when', type: 'expression', nullable: false, text: 'now()' };

/** A notebook file as the bridge describes it. */
export const info = (path: string): NotebookInfo => ({
  path,
  kernel: { ...python, displayName: 'python3' },
  parameters: [digits, when],
  metrics: [],
  parametersCell: 'used',
  snapshot: {
    folder: '',
    files: 1,
    bytes: 1,
    entries: [],
    warnings: [],
    tooLarge: null,
    isComplete: true,
    leftOut: 0,
    leftOutBy: []
  },
  missing: [],
  experiment: path.replace('.ipynb', '')
});

/** A service that responds at once, and the submits that it was sent. */
export function makeService(screen: Screen) {
  const sent: SubmitRequest[] = [];
  const service = {
    events: {
      connectedChanged: new Signal<object, boolean>({}),
      message: new Signal<object, EventMessage>({})
    },
    workspace: vi.fn(() => Promise.resolve({ kind: 'local', name: 'local' })),
    computes: () =>
      Promise.resolve([
        { name: 'gpu', slots: null },
        { name: 'cpu', slots: 1 }
      ]),
    data: () => Promise.resolve([{ name: 'sums', latestVersion: '2' }]),
    environments: () => Promise.resolve([{ name: 'torch', latestVersion: '3' }]),
    notebook: vi.fn((path: string) => Promise.resolve(info(path))),
    parameters: vi.fn(() =>
      Promise.resolve<ParametersInfo>({
        kernel: null,
        parameters: [{ ...digits, default: 5 }],
        metrics: [],
        parametersCell: 'used'
      })
    ),
    kernelEnvironment: vi.fn(() =>
      Promise.resolve({ packages: 1, condaFile: 'six==1', warnings: [] })
    ),
    exclude: vi.fn(() => {
      const { snapshot, missing } = info('a.ipynb');
      return Promise.resolve({ snapshot, missing });
    }),
    submit: vi.fn((request: SubmitRequest) => {
      screen.steps.push('submitted');
      sent.push(request);
      return Promise.resolve({ name: 'run1' } as JobSummary);
    })
  };
  return { service, sent };
}
