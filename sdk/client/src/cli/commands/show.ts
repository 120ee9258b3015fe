import type { ChildJob, Job, JobProgress, Run } from '../../index.js';
import { metricToJson, type MetricJson } from '../../tracking/index.js';
import { printable } from '../../errors/index.js';
import { progressErrorText } from '../../notebooks/index.js';
import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json, when } from '../table.js';
import { jobArgument, jobData } from './job-data.js';

const LABEL_WIDTH = 12;

export const show = defineCommand({
  name: 'show',
  summary: 'show one job: status, progress, steps, parameters, metrics',
  arguments: { name: jobArgument },
  options: { json: jsonOption },
  async run({ arguments: { name }, options }, shell) {
    const workspace = await shell.connect();
    const job = await workspace.jobs.get(name);
    const [details, progress, run, children] = await Promise.all([
      job.details(),
      job.progress(),
      job.run(),
      job.children().all()
    ]);
    const metrics = jsonMetrics(run);
    const reason = details.error?.error.message;
    const { startTimeUtc, endTimeUtc } = details;
    const parameters = { ...run.parameters, ...job.spec.parameters };
    const data = { ...jobData(job), parameters };
    if (options.json)
      shell.out(json({ ...data, startTimeUtc, endTimeUtc, reason, progress, metrics, children }));
    else shell.out(describe(job, { progress, run, reason, children, parameters }));
    return 0;
  }
});

interface Shown {
  progress: JobProgress;
  run: Run;
  reason: string | undefined;
  children: readonly ChildJob[];
  parameters: Readonly<Record<string, unknown>>;
}

function describe(job: Job, { progress, run, reason, children, parameters }: Shown): string {
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
    ['code cell', of ? `${cell} of ${of}` : undefined],
    ['failed', failedCell ? `in code cell ${failedCell} of ${of}` : undefined],
    ['error', error ? progressErrorText(error) : reason],
    ...steps(job, children),
    ...named('parameter', parameters),
    ...named('metric', jsonMetrics(run))
  ];
  return lines
    .filter(([, value]) => value)
    .map(([label, value = '']) => `${label.padEnd(LABEL_WIDTH)}${indented(value)}\n`)
    .join('');
}

/** The steps or trials, one a line: the name, the status and the name of the job, by which its log can be read. */
function steps(job: Job, children: readonly ChildJob[]): [string, string][] {
  const { jobType }: { jobType?: string } = job.spec.resource.properties;
  const label = jobType === 'Pipeline' ? 'step' : 'trial';
  return children.map(({ displayName, status, name }) => [
    label,
    [displayName, status, name].map(printable).join('  ')
  ]);
}

/** The latest value of every metric, in the form that JSON keeps. */
function jsonMetrics({ metrics }: Run): Record<string, MetricJson> {
  return Object.fromEntries(
    Object.entries(metrics).map(([key, value]) => [key, metricToJson(value)])
  );
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
