import { readArguments, readCount } from '../arguments.js';
import type { Command } from '../command.js';
import { json, table, when } from '../table.js';
import { jobData } from './job-data.js';

/** How many are listed when nothing else is asked for. */
const USUAL = 20;

export const runs: Command = {
  usage: 'carry runs [--experiment E] [--limit N] [--json]',
  summary: 'list jobs, newest first',
  async run(args, shell) {
    const { values } = readArguments(args, {
      usage: runs.usage,
      options: {
        experiment: { type: 'string' },
        limit: { type: 'string' },
        json: { type: 'boolean' }
      }
    });
    const limit = readCount(values.limit, '--limit', runs.usage) ?? USUAL;
    const workspace = await shell.connect();
    const jobs = await workspace.jobs.list({ experiment: values.experiment, limit }).all();
    if (values.json) shell.out(json(jobs.map(jobData)));
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
};
