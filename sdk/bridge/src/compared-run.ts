import { metricToJson, type Job, type Run, type Workspace } from 'carry-ml';
import { isCarryError, printable } from 'carry-ml/errors';
import type { ComparedRun, Comparison, JobDetail } from './api.js';
import { errorBody } from './error-body.js';
import type { ExperimentNames } from './experiment-names.js';
import { describeJob, readJob } from './job-summary.js';
import { findJob } from './run-kind.js';
import { describeRun } from './run-summary.js';

/** Tags that programs write, not users. */
const SYSTEM_TAG = /^(?:mlflow|azureml|carry)\./;

/** Describes runs beside each other, in their order. One that cannot be read, such as a deleted one, has its error instead. */
export async function compareRuns(
  ws: Workspace,
  names: readonly string[],
  experiments: ExperimentNames
): Promise<Comparison> {
  const runs = await Promise.all(
    names.map(async name => {
      try {
        return { name, run: await readRun(ws, name, experiments), error: null };
      } catch (e) {
        // Without a response of the workspace nothing is known of any run.
        if (!isCarryError(e) || e.status >= 500) throw e;
        return { name, run: null, error: errorBody(e).error };
      }
    })
  );
  return { runs };
}

async function readRun(
  ws: Workspace,
  name: string,
  experiments: ExperimentNames
): Promise<ComparedRun> {
  const job = await findJob(ws, name);
  if (job) {
    const reading = await readJob(job);
    return describe(describeJob(reading), reading.run, job);
  }
  const run = await ws.runs.get(name);
  return describe(describeRun(run, await experiments.nameOf(ws, run.experimentId)), run);
}

function describe(detail: JobDetail, run: Run, job?: Job): ComparedRun {
  const { tags } = run;
  const { spec } = job ?? {};
  return {
    ...detail,
    user: printable(tags['mlflow.user'] ?? ''),
    environment: printable(spec?.environment ?? ''),
    kernel: printable(spec?.kernel ?? ''),
    commit: tags['mlflow.source.git.commit'] ?? spec?.properties['mlflow.source.git.commit'] ?? '',
    isDeleted: run.isDeleted,
    tags: Object.entries({ ...spec?.tags, ...tags })
      .filter(([name]) => !SYSTEM_TAG.test(name))
      .map(([name, value]) => ({ name, value })),
    latest: Object.entries(run.latestMetrics).map(([key, { step, value }]) => ({
      key,
      step,
      value: metricToJson(value)
    }))
  };
}
