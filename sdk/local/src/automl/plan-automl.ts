import type { AutoMLJob, CommandJob, JobOutput } from 'carry-ml/arm';
import { checkCommand, type CommandSources } from '../jobs/command-check.js';
import type { Naming } from '../jobs/plan-job.js';
import type { StoredJob } from '../store/job-store.js';
import { fail } from './errors.js';
import { notHonoured } from './not-honoured.js';
import { checkTask } from './task.js';
import { trialCommand } from './trial.js';

/** The output of an AutoML job that Azure's clients expect. */
export const BEST_MODEL = 'best_model';
/** The property of a job that says which of its settings have no effect here. */
export const NOT_HONOURED = 'carry.automl';

/** Facts that the workspace adds to an AutoML job. A job that is submitted again still has those of the earlier one; they are removed. */
const reported: ReadonlySet<string> = new Set([
  'best_child_run_id',
  'score',
  'automl_best_child_run_id',
  NOT_HONOURED
]);

/** The job of an AutoML job; throws when its trials could not run. */
export function planAutoML(naming: Naming, given: AutoMLJob, sources: CommandSources): StoredJob {
  if (!(given as Partial<AutoMLJob>).taskDetails)
    throw fail('AutoMLIncomplete', { field: 'taskType', meaning: 'the task, such as Regression' });
  const taskDetails = checkTask(given.taskDetails);
  const unmet = notHonoured(taskDetails);
  const job: AutoMLJob = {
    ...given,
    taskDetails,
    outputs: withBestModel(given.outputs),
    tags: withoutReported(given.tags),
    properties: {
      ...withoutReported(given.properties),
      ...(unmet.length > 0 ? { [NOT_HONOURED]: `Not honoured here: ${unmet.join('; ')}.` } : {})
    }
  };
  const trial = checkCommand(naming, trialCommand(job), sources);
  const { environmentId } = trial.properties as CommandJob;
  return {
    ...trial,
    properties: { ...job, ...(given.environmentId ? { environmentId } : {}), isArchived: false },
    status: 'Running',
    compute: ''
  };
}

function withBestModel(outputs: AutoMLJob['outputs']): Record<string, JobOutput | null> {
  return { ...outputs, [BEST_MODEL]: outputs?.[BEST_MODEL] ?? { jobOutputType: 'mlflow_model' } };
}

function withoutReported(facts: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(facts ?? {}).filter(([key]) => !reported.has(key)));
}
