import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why run history refuses a request. */
export const historyErrors = {
  RunPropertyFixed: {
    code: 'UserError',
    status: 400,
    message: (p: { run: string; key: string }) =>
      `The property '${p.key}' of the run '${p.run}' is set and cannot change. Use a tag for a value that changes, or another name.`
  },
  RunOfOtherJob: {
    code: 'AuthorizationFailed',
    status: 403,
    message: (p: { run: string; job: string }) =>
      `The job '${p.job}' may not have a token of the run '${p.run}': a job gets tokens of its own run only.`
  },
  RunHasNoToken: {
    code: 'UserError',
    status: 409,
    message: (p: { run: string }) =>
      `The run '${p.run}' has no token: only a job has one, while it runs. Use the credentials of 'carry env' outside of jobs.`
  },
  RunExperimentUnknown: {
    code: 'ResourceNotFound',
    status: 404,
    message: (p: { experiment: string }) =>
      `There is no experiment '${p.experiment}' in this workspace. Create it with Experiment(workspace, name), or correct the name or id.`
  },
  RunNotHidden: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { run: string; reason: string }) =>
      `The run '${p.run}' cannot be archived: ${p.reason}. Archive a job that has ended; delete a run without a job with MLflow.`
  },
  RunDatasetsNotKept: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { run: string }) =>
      `The local workspace keeps no data sets of azureml-core among the inputs and outputs of the run '${p.run}'. Use data assets as inputs and outputs of the job, or an Azure workspace.`
  },
  RunEventUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; known: string[] }) =>
      `The event '${p.name}' is not one of a run. Known are ${p.known.join(', ')}.`
  },
  RunFilterUnsupported: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { part: string; fields: string[] }) =>
      `The local workspace cannot filter runs by '${p.part}'. It compares ${p.fields.join(', ')} with 'eq' and 'ne', joined by 'and'. For other searches use mlflow.search_runs.`
  },
  RunMetricShape: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; before: string; columns: string }) =>
      `The metric '${p.name}' was logged with the columns ${p.before} and cannot have ${p.columns}. Log the value under another name.`
  },
  RunMetricName: {
    code: 'UserError',
    status: 400,
    message: (p: { limit: number; length: number }) =>
      `A metric has a name of 1 to ${p.limit} characters, and this one has ${p.length}. Shorten it.`
  },
  RunMetricNumber: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string }) =>
      `A value of the metric '${p.name}' is not a number, as its type says. Log a number, or a text from the first value on.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('RunEventUnknown', { name, known })`. */
export const fail = defineErrors({ ...localErrors, ...historyErrors });
