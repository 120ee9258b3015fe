import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { Signatures } from '../blobs/signature.js';
import { RunStore } from '../mlflow/runs/runs.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { JobStore, type StoredJob } from '../store/job-store.js';
import { historyRoutes } from './history-routes.js';
import { TrackedRuns } from './tracked-runs.js';

describe('GET /runs/{run}/details', () => {
  let workspace: TestWorkspace;
  let root: string;
  let jobs: JobStore;
  beforeEach(() => {
    workspace = new TestWorkspace();
    root = mkdtempSync(join(tmpdir(), 'history-'));
    const { app, context, db } = workspace;
    jobs = new JobStore(db);
    historyRoutes(app, context, {
      tracked: new TrackedRuns(jobs, new RunStore(db, context.now)),
      runner: { waitsFor: () => undefined },
      files: new BlobFiles(root, db),
      signatures: new Signatures(Buffer.from('key'), context.now)
    });
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const add = (name: string, more: Partial<StoredJob> = {}) => {
    jobs.insert({
      name,
      experiment: 'e',
      compute: 'cpu',
      mark: '',
      status: 'Completed',
      createdBy: 'ada',
      createdAt: 0,
      properties: { jobType: 'Command' },
      ...more
    });
  };
  const reused = (before: string, parent?: StoredJob['parent']): Partial<StoredJob> => ({
    parent,
    properties: {
      jobType: 'Command',
      properties: { 'azureml.isreused': 'true', 'azureml.reusedrunid': before }
    }
  });
  const log = (name: string) => {
    const folder = join(root, 'azureml', 'ExperimentRun', `dcid.${name}`, 'user_logs');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'std_log.txt'), name);
  };
  const logFiles = async (name: string) => {
    const { body } = await workspace.call('GET', `/runs/${name}/details`);
    return (body as unknown as { logFiles: Record<string, string> }).logFiles;
  };

  it('has the logs of the job', async () => {
    add('one');
    log('one');
    expect(Object.keys(await logFiles('one'))).toEqual(['user_logs/std_log.txt']);
  });

  it('has for a reused step the logs of the step that ran', async () => {
    add('ran');
    log('ran');
    add('p');
    add('again', reused('ran', { job: 'p', step: 'a' }));
    add('third', reused('again', { job: 'p', step: 'b' }));
    for (const name of ['again', 'third'])
      expect((await logFiles(name))['user_logs/std_log.txt']).toContain('/dcid.ran/');
  });

  it('does not take a job that says so itself, or an unknown one, for a reused step', async () => {
    add('p');
    log('../../outside');
    add('claims', reused('ran'));
    add('lost', reused('../../outside', { job: 'p', step: 'a' }));
    expect(await logFiles('claims')).toEqual({});
    expect(await logFiles('lost')).toEqual({});
  });
});
