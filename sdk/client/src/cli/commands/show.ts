import type { Job, JobProgress, Run } from '../../index.js';
import { printable } from '../../errors/index.js';
import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json, when } from '../table.js';
import { jobArgument, jobData } from './job-data.js';

const LABEL_WIDTH = 12;

export const show = defineCommand({
  name: 'show',
  summary: 'show one job: status, progress, parameters, metrics',
  arguments: { name: jobArgument },
  options: { json: jsonOption },
  async run({ arguments: { name }, options }, shell) {
    const workspace = await shell.connect();
    const job = await workspace.jobs.get(name);
    const [details, progress, run] = await Promise.all([job.details(), job.progress(), job.run()]);
    const { metrics } = run;
    const reason = details.error?.error.message;
    const { startTimeUtc, endTimeUtc } = details;
    if (options.json)
      shell.out(json({ ...jobData(job), startTimeUtc, endTimeUtc, reason, progress, metrics }));
    else shell.out(describe(job, progress, run, reason));
    return 0;
  }
});

function describe(job: Job, progress: JobProgress, run: Run, reason: string | undefined): string {
  const { spec } = job;
  const { of, cell, failedCell, error } = progress;
  const lines: [string, string | undefined][] = [
    ['name', job.name],
    ['status', job.status],
    ['experiment', spec.experiment],
    ['notebook', spec.notebook],
    ['compute', spec.compute],
    ['environment', spec.environment],
    ['created', when(spec.createdAt)],
    ['started', when(run.startTime)],
    ['ended', when(run.endTime)],
    ['cell', of ? `${cell} of ${of}` : undefined],
    ['failed', failedCell ? `in cell ${failedCell}` : undefined],
    ['error', error ? `${error.name}: ${error.message}` : reason],
    ...named('parameter', spec.parameters),
    ...named('metric', run.metrics)
  ];
  return lines
    .filter(([, value]) => value)
    .map(([label, value = '']) => `${label.padEnd(LABEL_WIDTH)}${indented(value)}\n`)
    .join('');
}

/** Indents the further lines of a value, so that none of them looks like a line of this page. */
function indented(value: string): string {
  return value.trimEnd().replaceAll('\n', `\n${' '.repeat(LABEL_WIDTH)}`);
}

function named(label: string, values: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(values).map(([key, value]) => [
    label,
    `${printable(key)} = ${JSON.stringify(value)}`
  ]);
}
