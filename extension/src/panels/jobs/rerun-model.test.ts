import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Parameter } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import { RerunModel } from './rerun-model.js';

const digits: Parameter = {
  name: 'digits',
  type: 'integer',
  nullable: false,
  text: '2',
  default: 4
};
const name: Parameter = {
  name: 'name',
  type: 'string',
  nullable: false,
  text: '"x"',
  default: 'x'
};

let service: Record<'rerunForm' | 'computes' | 'rerun', ReturnType<typeof vi.fn>>;
let model: RerunModel;

beforeEach(async () => {
  const form = { displayName: 'n', experiment: 'e', compute: 'cpu', parameters: [digits, name] };
  service = {
    rerunForm: vi.fn(() => Promise.resolve(form)),
    computes: vi.fn(() => Promise.resolve([])),
    rerun: vi.fn(() => Promise.resolve({ name: 'again' }))
  };
  model = new RerunModel(service as unknown as ConstructorParameters<typeof RerunModel>[0], 'one');
  await model.read();
});

describe('the form that runs a job again with changes', () => {
  it('has what the job has, and sends nothing that is not changed', async () => {
    expect([model.value(digits), model.text('compute')]).toEqual(['4', 'cpu']);
    expect(await model.submit()).toEqual({ name: 'again' });
    expect(service.rerun).toHaveBeenCalledWith('one', {});
  });

  it('sends what is changed', async () => {
    model.type(digits, '5');
    model.type(name, 'y');
    model.type(name, 'x');
    model.setText('compute', 'gpu');
    model.setText('displayName', ' other ');
    await model.submit();
    expect(service.rerun).toHaveBeenCalledWith('one', {
      parameters: { digits: 5 },
      compute: 'gpu',
      displayName: 'other'
    });
  });

  it('is not submitted while a value does not fit, or a name is missing', async () => {
    model.type(digits, 'two');
    expect([model.problem(digits), model.canSubmit]).toEqual(['integer', false]);
    model.type(digits, '4');
    model.setText('experiment', ' ');
    expect(model.canSubmit).toBe(false);
    expect(await model.submit()).toBeNull();
    expect(service.rerun).not.toHaveBeenCalled();
  });

  it('shows an error at the parameter that it is about, or below', async () => {
    const refuse = (target: string) =>
      service.rerun.mockRejectedValueOnce(new ServiceError({ code: 'C', message: 'no', target }));
    refuse('digits');
    model.type(digits, '5');
    expect(await model.submit()).toBeNull();
    expect([model.problem(digits), model.formError]).toEqual(['no', null]);
    refuse('one');
    await model.submit();
    expect(model.formError).toMatchObject({ message: 'no' });
    expect([model.busy, model.canSubmit]).toEqual([false, true]);
  });
});
