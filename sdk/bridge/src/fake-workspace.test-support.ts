import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import type { RunSearch, Workspace } from 'carry-ml';
import type { RunDetails } from 'carry-ml/arm';
import { CarryError } from 'carry-ml/errors';
import {
  notebookJob,
  prepareSteps,
  type NotebookJobOptions,
  type PipelineSteps
} from 'carry-ml/notebooks';
import { fakeModels } from './fake-models.test-support.js';

/** One job of the fake workspace, or one interactive run; a change is visible to the next request. */
export interface FakeJob {
  name: string;
  /** Azure ML's status of the job, which stands for MLflow's too. */
  status: string;
  isDeleted?: boolean;
  interactive?: boolean;
  /** The run that it belongs to. */
  parent?: string;
  /** The fields of its job that say that it is a sweep, or the values of a trial. */
  sweep?: { jobType: 'Sweep'; objective: object };
  best?: string;
  hyperparameters?: object;
  /** The tags that were set besides those that a job writes. */
  tags?: Record<string, string>;
  createdAt?: number;
  endedAt?: number;
  notebook?: string;
  command?: string;
  /** Those that the job was given; its run has logged them once the job has ended. */
  parameters?: Record<string, unknown>;
  cell?: number;
  failedCell?: number;
  error?: { name: string; message: string };
  warning?: string;
  metrics?: Record<string, number[]>;
  files?: string[];
  /** The contents of files that are opened, by path. */
  contents?: Record<string, string>;
  models?: { name: string; version?: string }[];
  /** Text, or bytes that are not all text; without it, reading the log fails as if there were none. */
  log?: string | Buffer;
}

/** How many runs a page of a search has. */
const PAGE_SIZE = 100;

const LOG_PIECE_BYTES = 100_000;

/** A workspace in memory, and a list of the requests that it received. */
export function fakeWorkspace(jobs: FakeJob[]) {
  const asked: string[] = [];
  const registered: unknown[] = [];
  const secrets = new Map<string, string>();
  const find = (name: string): FakeJob => {
    const found = jobs.find(job => job.name === name);
    if (!found) throw missing(name);
    return found;
  };
  const findJob = (name: string): FakeJob => {
    const found = find(name);
    if (found.interactive) throw missing(name);
    return found;
  };
  const paged = <T>(items: () => T[]) => ({
    all: () => Promise.resolve(items()),
    async *[Symbol.asyncIterator]() {
      yield* await Promise.resolve(items());
    }
  });
  const workspace = {
    id: { subscription: 's', resourceGroup: 'g', workspace: 'w' },
    kind: 'local',
    jobs: {
      list: () => {
        asked.push('list');
        return paged(() => jobs.filter(job => !job.interactive).map(job => clientJob(job, asked)));
      },
      get: (name: string) => {
        asked.push(`get ${name}`);
        return attempt(() => clientJob(findJob(name), asked));
      },
      cancel: (name: string) => {
        find(name).status = 'Canceled';
        return Promise.resolve();
      },
      rerun: (name: string, options: object) => {
        asked.push(`rerun ${name} ${JSON.stringify(options)}`);
        jobs.unshift({ name: 'again', status: 'Queued' });
        return Promise.resolve(clientJob(find('again'), asked));
      },
      archive: (name: string) => Promise.resolve(asked.push(`archive ${name}`)),
      restore: (name: string) => Promise.resolve(asked.push(`restore ${name}`)),
      delete: (name: string) => Promise.resolve(jobs.splice(jobs.indexOf(find(name)), 1)),
      submitNotebook: async (path: string, options: NotebookJobOptions) => {
        await notebookJob(path, options);
        asked.push(`submit ${path} ${JSON.stringify(options)}`);
        jobs.unshift({ name: 'new', status: 'Queued' });
        return clientJob(find('new'), asked);
      },
      submitPipeline: async (steps: PipelineSteps, options: object) => {
        await prepareSteps(steps);
        asked.push(`pipeline ${JSON.stringify(steps)} ${JSON.stringify(options)}`);
        jobs.unshift({ name: 'new', status: 'Queued' });
        return clientJob(find('new'), asked);
      }
    },
    runs: {
      get: (id: string) => {
        asked.push(`run ${id}`);
        return attempt(() => trackedRun(find(id), asked));
      },
      search: (options: RunSearch) => ({
        all: () => {
          asked.push(`search ${JSON.stringify(options)}`);
          return Promise.resolve(
            jobs
              .filter(({ parent }) => parent && options.filter?.includes(`'${parent}'`))
              .map(job => trackedRun(job, asked))
          );
        },
        page: (next?: string) => {
          asked.push(`search ${JSON.stringify(options)}`);
          const from = Number(next ?? 0);
          const end = from + Math.min(options.limit ?? Infinity, PAGE_SIZE);
          const items = jobs.slice(from, end).map(job => trackedRun(job, asked));
          return Promise.resolve({ items, next: end < jobs.length ? String(end) : undefined });
        }
      })
    },
    experiments: { list: () => paged(() => [{ id: '0', name: 'e' }]) },
    models: {
      ...fakeModels(),
      register: (model: object) => {
        registered.push(model);
        return Promise.resolve({ ...model, version: '1', uri: 'u', tags: {} });
      }
    },
    computes: {
      list: () =>
        paged(() => [
          { name: 'cpu', type: 'AmlCompute', state: 'Succeeded', scale: { min: 0, max: 2 } },
          { name: 'far', type: 'Kubernetes', state: 'Succeeded' }
        ])
    },
    environments: {
      list: () => paged(() => [{ name: 'torch', latestVersion: '3' }]),
      idOf: (environment: string | { name: string }) => {
        if (typeof environment === 'object') return Promise.resolve(`/made/${environment.name}`);
        return environment === 'torch'
          ? Promise.resolve('/torch/versions/3')
          : Promise.reject(missing(environment));
      }
    },
    data: {
      input: (asset: string) =>
        asset === 'sums:1'
          ? Promise.resolve({ type: 'uri_file', uri: 'azureml:sums:1' })
          : Promise.reject(missing(asset))
    },
    secrets: {
      list: () => paged(() => [...secrets].map(([name]) => ({ name }))),
      set: (name: string, value: string) => {
        secrets.set(name, value);
        return Promise.resolve();
      }
    }
  };
  return { workspace: workspace as unknown as Workspace, asked, registered, secrets };
}

function missing(name: string): CarryError {
  return new CarryError('NotFound', 404, `There is no ${name}.`);
}

/** Rejects where the service responds with an error. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise(resolve => {
    resolve(work());
  });
}

function clientJob(job: FakeJob, asked: string[]) {
  const { name } = job;
  const isOver = ['Completed', 'Failed', 'Canceled'].includes(job.status);
  return {
    name,
    status: job.status,
    spec: {
      displayName: name,
      notebook: job.notebook,
      command: job.command ?? 'python .carry/run_notebook.py',
      experiment: 'e',
      compute: 'cpu',
      parameters: job.parameters ?? {},
      properties: job.best === undefined ? {} : { best_child_run_id: job.best },
      tags: {},
      resource: { properties: job.sweep ?? { jobType: 'Command' } }
    },
    details: (): Promise<RunDetails> => {
      asked.push(`details ${name}`);
      const { warning } = job;
      return Promise.resolve({
        runId: name,
        status: job.status as RunDetails['status'],
        logFiles: {},
        warnings: warning === undefined ? [] : [{ message: warning }]
      });
    },
    run: () => {
      asked.push(`run ${name}`);
      return Promise.resolve(trackedRun(job, asked));
    },
    async *logBytes({ offset = 0, length = Infinity }) {
      asked.push(`log ${name} ${offset}`);
      if (job.log === undefined) throw new CarryError('LogNotFound', 404, `${name} has no log.`);
      const bytes = Buffer.from(job.log).subarray(offset, offset + length);
      // As from a network: in pieces that end anywhere.
      for (let at = 0; at < bytes.length; at += LOG_PIECE_BYTES) {
        yield await Promise.resolve(bytes.subarray(at, at + LOG_PIECE_BYTES));
      }
    },
    async *logChunks({ offset = 0 }) {
      const text = String(job.log ?? '').slice(offset);
      if (text !== '') yield { text, start: offset, end: offset + text.length };
      if (!isOver) await new Promise(resolve => setTimeout(resolve, 10_000).unref());
    }
  };
}

function trackedRun(job: FakeJob, asked: string[]) {
  const { metrics = {}, files = [] } = job;
  return {
    id: job.name,
    name: job.name,
    isDeleted: job.isDeleted ?? false,
    experimentId: '0',
    status: runStatuses[job.status] ?? 'RUNNING',
    startTime: job.createdAt === undefined ? undefined : new Date(job.createdAt),
    endTime: job.endedAt === undefined ? undefined : new Date(job.endedAt),
    parameters: job.status === 'Completed' ? (job.parameters ?? {}) : {},
    tags: { ...tagsOf(job), ...job.tags },
    delete: () => {
      job.isDeleted = true;
      return Promise.resolve();
    },
    restore: () => {
      job.isDeleted = false;
      return Promise.resolve();
    },
    setTags: (tags: Record<string, string>) => {
      job.tags = { ...job.tags, ...tags };
      return Promise.resolve();
    },
    metrics: Object.fromEntries(Object.entries(metrics).map(([key, all]) => [key, all.at(-1)])),
    latestMetrics: Object.fromEntries(
      Object.entries(metrics).map(([key, all]) => [
        key,
        { step: all.length - 1, timestamp: 0, value: all.at(-1) }
      ])
    ),
    metricReader: (key: string) => ({
      read: () => {
        asked.push(`history ${key}`);
        return Promise.resolve(
          job.metrics?.[key]?.map((value, step) => ({ step, timestamp: 0, value }))
        );
      }
    }),
    models: () => Promise.resolve(job.models ?? []),
    listFiles: () => {
      asked.push(`files ${job.name}`);
      return Promise.resolve(files.map(path => ({ path, isFolder: false, size: 1 })));
    },
    openFile: (path: string) =>
      attempt(() => {
        const content = job.contents?.[path];
        if (content === undefined) throw missing(path);
        return Readable.from([Buffer.from(content)]);
      }),
    downloadFile: async (path: string, dir: string) => {
      asked.push(`download ${path}`);
      const to = join(dir, basename(path));
      await writeFile(to, '');
      return to;
    }
  };
}

const runStatuses: Record<string, string> = {
  Queued: 'SCHEDULED',
  Completed: 'FINISHED',
  Failed: 'FAILED',
  Canceled: 'KILLED'
};

/** The tags that a notebook job writes, for a notebook with three code cells; those of an interactive run tell nothing. */
function tagsOf({ cell = 0, failedCell, error, ...job }: FakeJob): Record<string, string> {
  const parent: Record<string, string> = job.parent
    ? {
        'mlflow.parentRunId': job.parent,
        hyperparameters: JSON.stringify(job.hyperparameters ?? {})
      }
    : {};
  if (job.interactive) return parent;
  return {
    ...parent,
    'mlflow.source.type': 'JOB',
    ...(job.notebook && { 'carry.notebook': job.notebook }),
    'carry.cells.total': '3',
    'carry.cell.current': String(cell),
    ...(failedCell && { 'carry.cell.failed': String(failedCell) }),
    ...(error && { 'carry.error.name': error.name, 'carry.error.message': error.message })
  };
}
