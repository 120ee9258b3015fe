import { metricToJson, type Job, type Run, type Workspace } from 'carry-ml';
import type { JobBase, SweepJob } from 'carry-ml/arm';
import { printable } from 'carry-ml/errors';
import { readSweepValue } from 'carry-ml/notebooks';
import type { ChildRun, ChildRuns } from './api.js';
import { summarizeRun } from './run-summary.js';

/** How many children are read; a sweep has at most 1,000 trials. */
const MAX_CHILDREN = 1000;

/** Reads the trials of a sweep or the steps of a pipeline; null for a job that has no runs of its own kind. */
export async function readChildren(ws: Workspace, job: Job): Promise<ChildRuns | null> {
  const { experiment, properties, resource } = job.spec;
  const { jobType, ...fields } = resource.properties as JobBase;
  if (jobType === 'Command') return null;
  const objective = fields.objective as SweepJob['objective'] | undefined;
  const metric = objective?.primaryMetric ?? null;
  const runs = await ws.runs
    .search({
      experiments: [experiment],
      filter: `tags.\`mlflow.parentRunId\` = '${job.name}'`,
      orderBy: ['attributes.start_time ASC'],
      limit: MAX_CHILDREN,
      // They are read at every poll, and in one request.
      pageSize: MAX_CHILDREN
    })
    .all();
  const best = properties.best_child_run_id;
  return {
    metric: metric && printable(metric),
    isHighBest: objective?.goal === 'Maximize',
    runs: runs.map(run => describeChild(run, metric, run.id === best))
  };
}

function describeChild(run: Run, metric: string | null, isBest: boolean): ChildRun {
  const value = metric === null ? undefined : run.metrics[metric];
  return {
    ...summarizeRun(run, ''),
    values: valuesOf(run.tags.hyperparameters),
    metric: value === undefined ? null : metricToJson(value),
    isBest
  };
}

/** The values of a trial, as the service writes them into a tag of its run. */
function valuesOf(json = ''): ChildRun['values'] {
  try {
    const values = JSON.parse(json || '{}') as Record<string, unknown> | null;
    return Object.entries(values ?? {}).map(([name, value]) => {
      const read = readSweepValue(value);
      return {
        name: printable(name),
        value: printable(typeof read === 'string' ? read : JSON.stringify(read))
      };
    });
  } catch {
    // A user has set a tag of this name.
    return [];
  }
}
