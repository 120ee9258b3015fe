import { describe, expect, it } from 'vitest';
import type { CarryError } from '../errors/index.js';
import type { ParameterValue } from './parameter.js';
import { planSweep, readSweepValue, usualGoal } from './sweep.js';

const choices = (...values: ParameterValue[]) => planSweep({ values: { x: values } }, []).choices.x;

describe('planSweep', () => {
  it('makes one trial of each combination, with the values in the command', () => {
    const plan = planSweep({ values: { lr: [0.1, 0.01], net: ['cnn', 'rnn', 'mlp'] } }, []);
    expect(plan).toMatchObject({
      trials: 6,
      arguments: '--json lr=${{search_space.lr}} --text net=${{search_space.net}}',
      choices: { lr: [0.1, 0.01], net: ['cnn', 'rnn', 'mlp'] }
    });
  });

  it('takes metric and goal from the sweep, else from what the cells log, else from their names', () => {
    const values = { x: [1] };
    expect(planSweep({ values }, [])).toMatchObject({ metric: 'loss', goal: 'Minimize' });
    expect(planSweep({ values }, ['val_acc'])).toMatchObject({
      metric: 'val_acc',
      goal: 'Maximize'
    });
    expect(planSweep({ values, metric: 'm', goal: 'Maximize' }, ['loss'])).toMatchObject({
      metric: 'm',
      goal: 'Maximize'
    });
  });

  it('leaves nothing in a value that a shell or a template could read', () => {
    for (const text of [`a"b' $(id) \`x\``, '${{inputs.x}}', '~ * ? [a] {b,c} !1 #', 'é😀\n\0']) {
      const [value] = choices(text) ?? [];
      expect(value).toMatch(/^[\w.,:/@+=%-]*$/);
      expect(readSweepValue(value)).toBe(text);
    }
  });

  it('keeps numbers, and writes values of other types as JSON', () => {
    expect(choices(1, 0.5, 1e-7)).toEqual([1, 0.5, 1e-7]);
    expect(choices(true, null, 9007199254740993n, -0)).toEqual([
      ...['true', 'null', '9007199254740993', '-0.0']
    ]);
    expect(choices([1, 2], { a: 'b' }, '1')?.map(readSweepValue)).toEqual([
      ...['[1,2]', '{"a":"b"}', '"1"']
    ]);
    expect(choices('a\ud83d')?.map(readSweepValue)).toEqual(['"a\\ud83d"']);
  });

  it.each<[Record<string, ParameterValue[]>, string, string | undefined]>([
    [{}, 'varies no parameter', undefined],
    [{ x: [] }, "no value for the parameter 'x'", 'x'],
    [{ x: [[1], [1]] }, 'the value [1] of the parameter', 'x'],
    [{ größe: [1] }, 'cannot be varied', 'größe'],
    [{ x: Array.from({ length: 1001 }, (_, i) => i) }, 'makes 1001 runs', undefined]
  ])('refuses %j', (values, message, target) => {
    expect(refusal(values)).toMatchObject({ code: 'SweepInvalid', status: 400, target });
    expect(refusal(values)?.message).toContain(message);
  });
});

it('usualGoal knows the metrics that are better high', () => {
  const high = ['accuracy', 'val_acc', 'f1', 'roc_auc', 'r2_score', 'Recall'];
  const low = ['loss', 'val_loss', 'rmse', 'error', 'accuracy_loss', 'seconds'];
  expect(high.map(usualGoal)).toEqual(high.map(() => 'Maximize'));
  expect(low.map(usualGoal)).toEqual(low.map(() => 'Minimize'));
});

function refusal(values: Record<string, ParameterValue[]>): CarryError | undefined {
  try {
    planSweep({ values }, []);
  } catch (e) {
    return e as CarryError;
  }
}
