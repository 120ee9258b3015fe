import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ScheduleInfo } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { IEventStream } from '../../tokens.js';
import { SchedulesModel } from './model.js';

const nightly: ScheduleInfo = {
  name: 'nightly',
  description: '',
  isEnabled: true,
  trigger: { triggerType: 'Cron', expression: '0 1 * * *', timeZone: 'UTC' },
  action: 'adder',
  nextAt: null,
  missed: null
};

describe('the schedules', () => {
  let asked: unknown[];
  let refusal: ServiceError | null;
  let model: SchedulesModel;

  beforeEach(async () => {
    asked = [];
    refusal = null;
    const record = (...what: unknown[]): Promise<void> => {
      asked.push(what);
      return refusal ? Promise.reject(refusal) : Promise.resolve();
    };
    const events = { message: new Signal({}) } as unknown as IEventStream;
    const service = {
      events,
      schedules: () => Promise.resolve([nightly]),
      createSchedule: (request: unknown) => record('create', request),
      retimeSchedule: (name: string, request: unknown) => record('retime', name, request),
      changeSchedule: (name: string, change: string) => record(change, name)
    };
    model = new SchedulesModel(service, 'Europe/Berlin');
    await model.refresh();
  });

  it('are created from a run, in the time zone of the browser', async () => {
    model.begin({ name: 'adder_1', displayName: 'my adder!' });
    model.type({ expression: ' 0 7 * * 1 ' });
    await model.save();
    const trigger = { triggerType: 'Cron', expression: '0 7 * * 1', timeZone: 'Europe/Berlin' };
    expect(asked).toEqual([['create', { name: 'my-adder', job: 'adder_1', trigger }]]);
    expect(model.form).toBeNull();
  });

  it.each([
    [{ name: '-x' }, 'name'],
    [{ name: '' }, 'name'],
    [{ expression: 'soon' }, 'expression']
  ])('are not created with %j', async (values, problem) => {
    model.begin({ name: 'adder_1', displayName: 'adder' });
    model.type(values);
    expect(model.problem).toBe(problem);
    await model.save();
    expect(asked).toEqual([]);
  });

  it('never replace another one by a form for a new one', async () => {
    model.begin({ name: 'adder_1', displayName: 'nightly' });
    expect(model.replaces).toBe(true);
    await model.save();
    expect(asked).toEqual([]);
  });

  it('keep the form with its error when they are refused', async () => {
    refusal = new ServiceError({ code: 'ValidationError', message: 'no' });
    model.begin({ name: 'adder_1', displayName: 'adder' });
    await model.save();
    expect(model.form).toMatchObject({ name: 'adder', busy: false, error: { message: 'no' } });
  });

  it('change their times', async () => {
    model.edit(nightly);
    model.type({ expression: '30 2 * * *' });
    await model.save();
    const trigger = { triggerType: 'Cron', expression: '30 2 * * *', timeZone: 'UTC' };
    expect(asked).toEqual([['retime', 'nightly', { trigger }]]);
  });

  it('are paused, and say why not', async () => {
    await model.change('nightly', 'pause');
    refusal = new ServiceError({ code: 'Conflict', message: 'busy' });
    await model.change('nightly', 'delete');
    expect(asked).toEqual([
      ['pause', 'nightly'],
      ['delete', 'nightly']
    ]);
    expect(model.error).toMatchObject({ message: 'busy' });
    expect(model.busy).toBeNull();
  });
});
