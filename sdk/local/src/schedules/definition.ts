import type { JobBase } from 'carry-ml/arm';
import { tidy } from '../protocol/tidy.js';
import type { Schedule, Trigger } from '../schemas/schedule.js';
import { fail } from './errors.js';

/** What a schedule can do, by the contract. The local workspace makes jobs. */
const actions = ['CreateJob', 'InvokeBatchEndpoint', 'CreateMonitor', 'ImportData'];
/** What the workspace itself adds to the properties of a schedule that it answers; a client sends it back. */
export const MISSED_PROPERTIES = ['carry.missedFirings', 'carry.lastMissedFiring'] as const;

/** A schedule as a client sent it, in the contract's spelling and without what it did not mean. */
export function definitionOf(given: Schedule): Schedule {
  const { properties, ...schedule } = tidy(given);
  const own = Object.entries(properties ?? {}).filter(
    ([key]) => !(MISSED_PROPERTIES as readonly string[]).includes(key)
  );
  if (!actions.includes(schedule.action.actionType))
    throw fail(
      'ScheduleActionUnknown',
      { type: schedule.action.actionType, types: actions },
      { target: 'properties.action.actionType' }
    );
  return {
    ...schedule,
    ...(properties ? { properties: Object.fromEntries(own) } : {}),
    isEnabled: given.isEnabled ?? true,
    trigger: spelled(tidy(given.trigger))
  };
}

/** The job of a schedule that is to fire; refuses every other action. */
export function jobOf({ action }: Schedule): JobBase {
  if (action.actionType !== 'CreateJob')
    throw fail('ScheduleActionNotServed', { type: action.actionType });
  if (action.jobDefinition) return action.jobDefinition;
  throw fail('ScheduleJobMissing', undefined, { target: 'properties.action.jobDefinition' });
}

/** Azure's own client writes frequencies and days with a small letter, the contract with a capital. */
function spelled(trigger: Trigger): Trigger {
  const capital = <T extends string>(word: T) =>
    (word.charAt(0).toUpperCase() + word.slice(1)) as T;
  const { frequency, schedule } = trigger;
  return {
    ...trigger,
    ...(frequency ? { frequency: capital(frequency) } : {}),
    ...(schedule
      ? {
          schedule: {
            ...tidy(schedule),
            ...(schedule.weekDays ? { weekDays: schedule.weekDays.map(capital) } : {})
          }
        }
      : {})
  };
}
