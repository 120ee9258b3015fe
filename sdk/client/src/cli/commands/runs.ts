import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json, table, when } from '../table.js';
import { jobData } from './job-data.js';

const DEFAULT_LIMIT = 20;

export const runs = defineCommand({
  name: 'runs',
  summary: 'list jobs, newest first',
  options: {
    experiment: { kind: 'text', value: 'E', description: 'list the jobs of this experiment only' },
    limit: {
      kind: 'count',
      value: 'N',
      description: `list at most this many; ${DEFAULT_LIMIT} by default`
    },
    json: jsonOption
  },
  async run({ options: { experiment, limit = DEFAULT_LIMIT, json: asJson } }, shell) {
    const workspace = await shell.connect();
    const jobs = await workspace.jobs.list({ experiment, limit }).all();
    if (asJson) shell.out(json(jobs.map(jobData)));
    else
      shell.out(
        table(
          ['NAME', 'STATUS', 'EXPERIMENT', 'COMPUTE', 'CREATED'],
          jobs.map(({ name, status, spec }) => [
            name,
            status,
            spec.experiment,
            spec.compute ?? '',
            when(spec.createdAt)
          ]),
          "No jobs yet. Submit a notebook with 'carry submit NOTEBOOK'."
        )
      );
    return 0;
  }
});
