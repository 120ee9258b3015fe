import type { JobBase } from 'carry-ml/arm';
import { normalise } from '../protocol/normalise.js';
import type { Schedule, Trigger } from '../schemas/schedule-schema.js';
import { fail } from './errors.js';
import { importJob } from './import-job.js';

/** The actions that the contract defines. The local workspace creates jobs and imports data. */
const actions = ['CreateJob', 'InvokeBatchEndpoint', 'CreateMonitor', 'ImportData'];
/** Properties that the workspace adds to a schedule in its responses. Clients send them back; they are not stored. */
export const OWN_PROPERTIES = {
  missed: 'carry.missedFirings',
  lastMissed: 'carry.lastMissedFiring',
  next: 'carry.nextFiring'
} as const;

/** A schedule as a client sent it, normalised: in the contract's spelling, without nulls and without the workspace's own properties. */
export function definitionOf(given: Schedule): Schedule {
  const { properties, ...schedule } = normalise(given);
  const own = Object.entries(properties ?? {}).filter(
    ([key]) => !(Object.values(OWN_PROPERTIES) as string[]).includes(key)
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
    trigger: spelled(normalise(given.trigger))
  };
}

/** The job of an enabled schedule; throws for every other action. */
export function jobOf({ action }: Schedule): JobBase {
  if (action.actionType === 'ImportData') return importJob(action);
  if (action.actionType !== 'CreateJob')
    throw fail('ScheduleActionNotServed', { type: action.actionType });
  if (action.jobDefinition) return action.jobDefinition;
  throw fail('ScheduleJobMissing', undefined, { target: 'properties.action.jobDefinition' });
}

/** Azure's own client writes frequencies and days in lower case, the contract with a capital letter. */
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
            ...normalise(schedule),
            ...(schedule.weekDays ? { weekDays: schedule.weekDays.map(capital) } : {})
          }
        }
      : {})
  };
}
