import type {
  Artifact,
  CellProgress,
  ChildRun,
  ChildRuns,
  DeletionPreview,
  ExpiredRuns,
  FoundRun,
  JobDetail,
  JobSummary,
  MetricJson,
  MetricSeries,
  RunGroups,
  RunPage
} from '@carry-ml/bridge';
import {
  countOf,
  fieldsOf,
  listOf,
  textOf,
  textOrNull,
  timeOrNull,
  type Fields
} from './fields.js';

/** Reads a job of the list; null without a name. */
export function readJob(value: unknown): JobSummary | null {
  const job = fieldsOf(value);
  const name = textOf(job.name);
  if (name === '') return null;
  return {
    name,
    kind: job.kind === 'interactive' ? 'interactive' : 'job',
    displayName: textOf(job.displayName) || name,
    experiment: textOf(job.experiment),
    compute: textOf(job.compute),
    status: textOf(job.status) || 'Unknown',
    finished: job.finished === true,
    reason: textOrNull(job.reason),
    progress: readProgress(job),
    createdAt: timeOrNull(job.createdAt),
    startedAt: timeOrNull(job.startedAt),
    endedAt: timeOrNull(job.endedAt)
  };
}

/** Reads some of the runs that a search found. */
export function readRunPage(value: unknown): RunPage {
  const { runs, next } = fieldsOf(value);
  return { runs: listOf(runs, readFoundRun), next: textOf(next) || null };
}

/** Reads the counts of runs by experiment or notebook. */
export function readRunGroups(value: unknown): RunGroups {
  const { groups, isComplete } = fieldsOf(value);
  const read = (item: unknown): RunGroups['groups'][number] => {
    const { key, count, unfinished } = fieldsOf(item);
    return { key: textOf(key), count: countOf(count), unfinished: countOf(unfinished) };
  };
  // Each key names a row of the list.
  const byKey = new Map(listOf(groups, read).map(group => [group.key, group]));
  return { groups: [...byKey.values()], isComplete: isComplete === true };
}

/** Reads the runs that a clean-up would delete. */
export function readExpiredRuns(value: unknown): ExpiredRuns {
  const { runs, pinned, withModels, isComplete } = fieldsOf(value);
  return {
    runs: listOf(runs, readJob),
    pinned: countOf(pinned),
    withModels: countOf(withModels),
    isComplete: isComplete === true
  };
}

/** Reads what would be deleted with some runs. */
export function readDeletionPreview(value: unknown): DeletionPreview {
  const { files, bytes, models, keepsModelFiles, pinned, isComplete } = fieldsOf(value);
  return {
    files: countOf(files),
    bytes: countOf(bytes),
    models: listOf(models, item => {
      const { name, version } = fieldsOf(item);
      return { name: textOf(name), version: textOf(version) };
    }),
    keepsModelFiles: keepsModelFiles === true,
    pinned: countOf(pinned),
    isComplete: isComplete === true
  };
}

/** Reads a run that a search found; null without a name. */
function readFoundRun(value: unknown): FoundRun | null {
  const job = readJob(value);
  if (!job) return null;
  const { notebook, isPinned, parameters, metrics } = fieldsOf(value);
  return {
    ...job,
    notebook: textOrNull(notebook),
    isPinned: isPinned === true,
    parameters: listOf(parameters, readParameter),
    metrics: listOf(metrics, readMetric)
  };
}

/** Reads a job with the details of its run; null without a name. */
export function readDetail(value: unknown): JobDetail | null {
  const job = readJob(value);
  if (!job) return null;
  const fields = fieldsOf(value);
  return {
    ...job,
    notebook: textOrNull(fields.notebook),
    parameters: listOf(fields.parameters, readParameter),
    metrics: listOf(fields.metrics, textOrNull),
    isPinned: fields.isPinned === true,
    cpuSeconds: amountOf(fields.cpuSeconds),
    nodes: countOf(fields.nodes) || null,
    error: textOrNull(fields.error),
    parent: textOf(fields.parent) || null,
    children: readChildren(fields.children)
  };
}

/** Reads the runs of a sweep or pipeline; null if there are none. */
function readChildren(value: unknown): ChildRuns | null {
  const { metric, isHighBest, runs } = fieldsOf(value);
  if (!Array.isArray(runs)) return null;
  return {
    metric: textOrNull(metric),
    isHighBest: isHighBest === true,
    runs: listOf(runs, readChild)
  };
}

function readChild(value: unknown): ChildRun | null {
  const job = readJob(value);
  const { values, metric, isBest } = fieldsOf(value);
  return (
    job && {
      ...job,
      values: listOf(values, readParameter),
      metric: metric === null || metric === undefined ? null : readValue(metric),
      isBest: isBest === true
    }
  );
}

/** Reads the curve of a metric. A value that is no number counts as NaN; a point without a step is left out. */
export function readSeries(value: unknown): MetricSeries {
  const { key, points } = fieldsOf(value);
  return { key: textOf(key), points: listOf(points, readPoint) };
}

/** Reads a file of a run; null without a path. */
export function readArtifact(value: unknown): Artifact | null {
  const { path, isFolder, size } = fieldsOf(value);
  if (textOf(path) === '') return null;
  return {
    path: textOf(path),
    isFolder: isFolder === true,
    ...(typeof size === 'number' && { size: countOf(size) })
  };
}

function readPoint(value: unknown): MetricSeries['points'][number] | null {
  if (!Array.isArray(value)) return null;
  const [step, content, time] = value as unknown[];
  if (typeof step !== 'number' || !Number.isFinite(step)) return null;
  return [step, readValue(content), typeof time === 'number' ? time : 0];
}

function readParameter(item: unknown): FoundRun['parameters'][number] {
  const { name, value } = fieldsOf(item);
  return { name: textOf(name), value: textOf(value) };
}

/** Reads the latest value of a metric; null without a name. */
export function readMetric(item: unknown): FoundRun['metrics'][number] | null {
  const { key, value } = fieldsOf(item);
  return textOf(key) === '' ? null : { key: textOf(key), value: readValue(value) };
}

/** Reads the value of a metric; one that is no number counts as NaN. */
export function readValue(content: unknown): MetricJson {
  const isValue = Number.isFinite(content) || content === 'Infinity' || content === '-Infinity';
  return isValue ? (content as number) : 'NaN';
}

function readProgress(job: Fields): JobSummary['progress'] {
  const progress = fieldsOf(job.progress);
  const of = countOf(progress.of);
  if (of === 0) return null;
  const failedCell = countOf(progress.failedCell);
  return {
    done: countOf(progress.done),
    of,
    cell: countOf(progress.cell),
    ...(failedCell > 0 && { failedCell }),
    ...readEstimate(progress.estimate)
  };
}

function amountOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function readEstimate(value: unknown): Pick<CellProgress, 'estimate'> {
  const { endsAt, runs } = fieldsOf(value);
  const time = timeOrNull(endsAt);
  return time === null || countOf(runs) === 0
    ? {}
    : { estimate: { endsAt: time, runs: countOf(runs) } };
}
