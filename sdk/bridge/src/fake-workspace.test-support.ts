import type { RunDetails } from 'carry-ml/arm';
import type { Workspace } from 'carry-ml';

/** One job of the fake workspace; change it and the next look sees it. */
export interface FakeJob {
  name: string;
  status: string;
  cell?: number;
  failedCell?: number;
  error?: { name: string; message: string };
  warning?: string;
  metrics?: Record<string, number[]>;
  files?: string[];
  log?: string;
}

/** A workspace that is a list in memory, and what has been asked of it. */
export function fakeWorkspace(jobs: FakeJob[]) {
  const asked: string[] = [];
  const registered: unknown[] = [];
  const find = (name: string): FakeJob => {
    const found = jobs.find(job => job.name === name);
    if (!found) throw new Error(`no job ${name}`);
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
        return paged(() => jobs.map(job => clientJob(job, asked)));
      },
      get: (name: string) => Promise.resolve(clientJob(find(name), asked)),
      cancel: (name: string) => {
        find(name).status = 'Canceled';
        return Promise.resolve();
      },
      submitNotebook: (path: string, options: object) => {
        asked.push(`submit ${path} ${JSON.stringify(options)}`);
        jobs.unshift({ name: 'new', status: 'Queued' });
        return Promise.resolve(clientJob(find('new'), asked));
      }
    },
    models: {
      list: () => paged(() => []),
      register: (model: object) => {
        registered.push(model);
        return Promise.resolve({ ...model, version: '1', uri: 'u', tags: {} });
      }
    },
    computes: { list: () => paged(() => [{ name: 'cpu', type: 'Kubernetes', state: 'Succeeded' }]) }
  };
  return { workspace: workspace as unknown as Workspace, asked, registered };
}

function clientJob(job: FakeJob, asked: string[]) {
  const { name } = job;
  const isOver = ['Completed', 'Failed', 'Canceled'].includes(job.status);
  return {
    name,
    status: job.status,
    spec: { displayName: name, experiment: 'e', compute: 'cpu', parameters: {} },
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
    progress: () => {
      const { status, cell = 0, failedCell, error } = job;
      return Promise.resolve({ status, cell, of: 3, failedCell, error });
    },
    run: () => Promise.resolve(trackedRun(job)),
    async *logChunks({ offset = 0 }) {
      const text = (job.log ?? '').slice(offset);
      if (text !== '') yield { text, offset: offset + text.length };
      if (!isOver) await new Promise(resolve => setTimeout(resolve, 10_000).unref());
    }
  };
}

function trackedRun({ metrics = {}, files = [] }: FakeJob) {
  return {
    parameters: {},
    metrics: Object.fromEntries(Object.entries(metrics).map(([key, all]) => [key, all.at(-1)])),
    metricHistory: (key: string) =>
      Promise.resolve({
        toArray: () => metrics[key]?.map((value, step) => ({ step, timestamp: 0, value }))
      }),
    listArtifacts: () => Promise.resolve(files.map(path => ({ path, isFolder: false, size: 1 })))
  };
}
