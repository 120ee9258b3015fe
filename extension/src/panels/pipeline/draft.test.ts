import { describe, expect, it } from 'vitest';
import type { Parameter } from '@carry-ml/bridge';
import {
  earlierOutputs,
  EMPTY_DRAFT,
  problemsOf,
  requestOf,
  withFiles,
  withMoved,
  withoutStep,
  withSource
} from './draft.js';

const rows: Parameter = { name: 'rows', type: 'integer', nullable: false, default: 3, text: '3' };
const parametersOf = (path: string) => (path === 'prepare.ipynb' ? [rows] : []);

/** Two notebooks and a script, of which each reads what the one before has written. */
function connected() {
  let draft = withFiles(EMPTY_DRAFT, ['prepare.ipynb', 'a/train.ipynb', 'report.py']);
  draft = withSource(draft, 'prepare', 'rows', { kind: 'value', text: '10' });
  draft = withSource(draft, 'prepare', 'out', { kind: 'output' });
  draft = withSource(draft, 'train', 'data', { kind: 'input', step: 'prepare', output: 'out' });
  draft = withSource(draft, 'train', 'model', { kind: 'output' });
  return withSource(draft, 'report', 'model', { kind: 'input', step: 'train', output: 'model' });
}

describe('a pipeline that is put together', () => {
  it('names its steps as Azure ML wants them, each differently', () => {
    const paths = [
      'Über Daten (1).ipynb',
      '2 train.py',
      '数据.ipynb',
      'x/train.ipynb',
      'train.mjs'
    ];
    expect(withFiles(EMPTY_DRAFT, paths).steps.map(({ name }) => name)).toEqual([
      ...['u_ber_daten_1', 'step_2_train', 'step', 'train', 'train_2']
    ]);
  });

  it('becomes the request of a submit, with values in the types of their parameters', () => {
    const draft = { ...connected(), displayName: ' Sum up ', compute: 'cpu', reuse: true };
    expect(requestOf(draft, parametersOf)).toEqual({
      steps: {
        prepare: { path: 'prepare.ipynb', parameters: { rows: 10 }, inputs: {}, outputs: ['out'] },
        train: {
          path: 'a/train.ipynb',
          parameters: {},
          inputs: { data: 'prepare.out' },
          outputs: ['model']
        },
        report: { path: 'report.py', parameters: {}, inputs: { model: 'train.model' }, outputs: [] }
      },
      displayName: 'Sum up',
      compute: 'cpu',
      reuse: true
    });
  });

  it('offers a step the folders of the steps before it', () => {
    expect(earlierOutputs(connected(), 'report')).toEqual([
      { step: 'prepare', output: 'out' },
      { step: 'train', output: 'model' }
    ]);
    expect(earlierOutputs(connected(), 'prepare')).toEqual([]);
  });

  it('takes an input away once no earlier step writes it', () => {
    const sources = (draft: ReturnType<typeof connected>) =>
      Object.fromEntries(draft.steps.map(({ name, sources }) => [name, Object.keys(sources)]));
    expect(sources(withMoved(connected(), 'train', -1))).toEqual({
      train: ['model'],
      prepare: ['rows', 'out'],
      report: ['model']
    });
    expect(sources(withoutStep(connected(), 'train'))).toEqual({
      prepare: ['rows', 'out'],
      report: []
    });
    expect(sources(withSource(connected(), 'prepare', 'out', null)).train).toEqual(['model']);
    expect(withMoved(connected(), 'report', 5).steps.at(-1)?.name).toBe('report');
  });

  it('knows the values that do not fit', () => {
    const draft = withSource(connected(), 'prepare', 'rows', { kind: 'value', text: 'many' });
    expect(problemsOf(draft, parametersOf)).toEqual([
      { step: 'prepare', parameter: 'rows', problem: 'integer' }
    ]);
    expect(problemsOf(connected(), parametersOf)).toEqual([]);
  });
});
