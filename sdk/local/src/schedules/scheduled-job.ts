import type { JobBase, JobInput, JobOutput } from 'carry-ml/arm';
import { MAX_PARENT_LENGTH } from '../jobs/job-name.js';
import { SCHEDULE_PROPERTY } from '../store/job-filter.js';
import type { StoredSchedule } from '../store/schedule-store.js';

/** The name of the job that a schedule creates for a time, and as on Azure also its display name: `nightly-20260308T013000Z`. */
export function jobName(schedule: string, dueAt: number): string {
  const stamp = utc(dueAt).replace(/[-:]/g, '');
  // A schedule's name may be longer than a job's name, which is the name of a folder.
  return `${schedule.slice(0, MAX_PARENT_LENGTH - stamp.length - 1)}-${stamp}`;
}

/** The job that a schedule creates for a time: its definition, with the placeholders for time and name replaced. */
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

/** Replaces the placeholders in the values and URIs of a job's inputs or outputs. */
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
