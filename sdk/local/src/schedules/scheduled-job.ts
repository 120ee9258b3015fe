import type { JobBase, JobInput, JobOutput } from 'carry-ml/arm';
import { LONGEST_FOR_CHILDREN } from '../jobs/job-name.js';
import { SCHEDULE_PROPERTY } from '../store/job-filter.js';
import type { StoredSchedule } from '../store/schedules.js';

/** The name of the job that a schedule makes for a time, and as on Azure the name that is shown: `nightly-20260308T013000Z`. */
export function jobName(schedule: string, dueAt: number): string {
  const stamp = utc(dueAt).replace(/[-:]/g, '');
  // A schedule's name may be longer than that of a job from which folders are made.
  return `${schedule.slice(0, LONGEST_FOR_CHILDREN - stamp.length - 1)}-${stamp}`;
}

/** The job that a schedule makes for a time: as it was defined, with what only the firing knows filled in. */
export function scheduledJob(
  { name, properties }: StoredSchedule,
  definition: JobBase,
  dueAt: number
): JobBase {
  const filled = (text: string) =>
    text
      .replaceAll('${{creation_context.trigger_time}}', utc(dueAt))
      .replaceAll('${{name}}', jobName(name, dueAt));
  return {
    ...definition,
    displayName: jobName(name, dueAt),
    description: definition.description ?? properties.description,
    inputs: fill(definition.inputs, filled),
    outputs: fill(definition.outputs, filled),
    properties: {
      ...definition.properties,
      [SCHEDULE_PROPERTY]: name,
      'azureml.scheduletriggertime': utc(dueAt)
    },
    isArchived: false
  };
}

/** Fills the literal values and the places of a job's inputs or outputs. */
function fill<T extends JobInput | JobOutput>(
  ports: Record<string, T | null> | undefined,
  filled: (text: string) => string
): Record<string, T | null> | undefined {
  if (!ports) return undefined;
  const port = (given: T): T => ({
    ...given,
    ...('value' in given && given.value ? { value: filled(given.value) } : {}),
    ...(given.uri ? { uri: filled(given.uri) } : {})
  });
  return Object.fromEntries(
    Object.entries(ports).map(([key, given]) => [key, given && port(given)])
  );
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
