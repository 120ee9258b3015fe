import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import LibsqlDatabase, { type Database } from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { outputUri } from '../families/output-uri.js';
import { Seal } from '../identity/seal.js';
import { RunStore } from '../mlflow/runs/runs.js';
import { AssetStore } from '../store/asset-store.js';
import { DeletedJobs } from '../store/deleted-jobs.js';
import { EndpointStore } from '../store/endpoint-store.js';
import { FingerprintStore } from '../store/fingerprint-store.js';
import { JobMentions } from '../store/job-mentions.js';
import { JobStore, type StoredJob } from '../store/job-store.js';
import { ModelStore } from '../store/model-store.js';
import { ScheduleStore } from '../store/schedule-store.js';
import { inTransaction } from '../store/transaction.js';
import { Deletion } from './deletion.js';

describe('deleting a job', () => {
  let root: string;
  let db: Database;
  let files: BlobFiles;
  let jobs: JobStore;
  let runs: RunStore;
  let data: AssetStore;
  let models: ModelStore;
  let deleted: DeletedJobs;
  let fingerprints: FingerprintStore;
  let deletion: Deletion;
  const now = () => 1_000;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'carry-deletion-'));
    db = new LibsqlDatabase(':memory:');
    files = new BlobFiles(root, db);
    jobs = new JobStore(db);
    runs = new RunStore(db, now);
    data = new AssetStore(db, 'data', now);
    models = new ModelStore(db, now);
    deleted = new DeletedJobs(db);
    fingerprints = new FingerprintStore(db);
    new ScheduleStore(db, now);
    new EndpointStore(db, now, new Seal(Buffer.from('endpoints')));
    deletion = new Deletion({
      jobs,
      runs,
      fingerprints,
      deleted,
      mentions: new JobMentions(db),
      files,
      outputUri: (job, output) => outputUri(jobs, job, output),
      together: work => {
        inTransaction(db, work);
      },
      now
    });
  });
  afterEach(() => {
    db.close();
    rmSync(root, { recursive: true });
  });

  /** Creates an ended job with its run, a log and one output; returns their files. */
  const ended = (name: string, more: Partial<StoredJob> = {}) => {
    jobs.insert({
      name,
      properties: { jobType: 'Command', outputs: { model: { jobOutputType: 'uri_folder' } } },
      status: 'Completed',
      compute: 'cpu',
      experiment: 'e',
      createdBy: 'ada',
      createdAt: 0,
      mark: name,
      ...more
    });
    runs.create({ runId: name, experimentName: 'e', userId: 'ada', startTime: 0 });
    runs.finish(name, 'FINISHED', 1);
    return [
      write('azureml', `ExperimentRun/dcid.${name}/user_logs/std_log.txt`),
      write('azureml-blobstore', `azureml/${name}/model/weights.bin`)
    ];
  };
  const write = (container: string, name: string) => {
    const path = files.path(container, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'x');
    return path;
  };

  it('frees its files and marks its run as deleted', async () => {
    const gone = ended('a');
    const other = ended('a-2');
    await deletion.delete('a');
    expect([...gone, ...other].map(existsSync)).toEqual([false, false, true, true]);
    expect(files.unfinishedUploads()).toEqual([]);
    expect(jobs.get('a')).toBeUndefined();
    expect(runs.get('a').stage).toBe('deleted');
    expect(runs.get('a-2').stage).toBe('active');
  });

  it('removes the metadata of its blobs', async () => {
    await files.put('azureml-blobstore', 'azureml/a/model/m', Readable.from(['x']), {
      metadata: { k: 'v' }
    });
    ended('a');
    await deletion.delete('a');
    write('azureml-blobstore', 'azureml/a/model/m');
    expect(await files.properties('azureml-blobstore', 'azureml/a/model/m')).toMatchObject({
      metadata: {}
    });
  });

  it('deletes its children too', async () => {
    const [parent] = ended('p', { properties: { jobType: 'Pipeline' }, compute: '' });
    const child = ended('c', { parent: { job: 'p', step: 'train' } });
    fingerprints.set('c', 'does the same');
    await deletion.delete('p');
    expect([parent, ...child].map(file => existsSync(file ?? ''))).toEqual([false, false, false]);
    expect(jobs.get('c')).toBeUndefined();
    ended('c');
    expect(fingerprints.completed('does the same')).toEqual([]);
  });

  it.each([
    [
      'a model by its URI',
      () => models.createNextVersion({ name: 'm', source: 'azureml://jobs/a/outputs/model' })
    ],
    ['a model by its run', () => models.createNextVersion({ name: 'm', source: 'runs:/a/model' })],
    [
      'a model by its artifacts',
      () =>
        models.createNextVersion({
          name: 'm',
          source: 'mlflow-artifacts:/ExperimentRun/dcid.a/model'
        })
    ],
    [
      'a data asset',
      () =>
        data.putVersion(
          'd',
          '1',
          { dataUri: 'azureml://datastores/workspaceblobstore/paths/azureml/a/model' },
          'ada'
        )
    ],
    [
      'a job that waits',
      () =>
        ended('b', {
          status: 'Queued',
          properties: {
            jobType: 'Command',
            inputs: { x: { jobInputType: 'uri_folder', uri: 'azureml://jobs/a/outputs/model' } }
          }
        })
    ]
  ])('keeps all of its files while %s needs one', async (_, need) => {
    const kept = ended('a');
    need();
    await deletion.delete('a');
    expect(kept.map(existsSync)).toEqual([true, true]);
    expect(jobs.get('a')).toBeUndefined();
    expect(deleted.has('a')).toBe(true);
  });

  it('keeps the source of a registered model of a sweep', async () => {
    ended('s', {
      properties: {
        jobType: 'Sweep',
        outputs: { model: { jobOutputType: 'uri_folder' } },
        properties: { best_child_run_id: 's_1' }
      },
      compute: ''
    });
    const trial = ended('s_1', { parent: { job: 's', step: '1' } });
    models.createNextVersion({ name: 'm', source: 'azureml://jobs/s/outputs/model' });
    await deletion.delete('s');
    expect(trial.map(existsSync)).toEqual([true, true]);
    expect(deleted.outputUri('s', 'model')).toBe(
      'azureml://datastores/workspaceblobstore/paths/azureml/s_1/model'
    );
  });

  it('keeps the files that a step of another pipeline reuses', async () => {
    ended('p', { properties: { jobType: 'Pipeline' }, compute: '' });
    const made = ended('c', { parent: { job: 'p', step: 'x' } });
    ended('reuser', {
      properties: {
        jobType: 'Command',
        properties: { 'azureml.isreused': 'true', 'azureml.reusedrunid': 'c' }
      }
    });
    await deletion.delete('p');
    expect(made.map(existsSync)).toEqual([true, true]);
  });

  it('frees its name for a new job, whose run starts empty', async () => {
    ended('a');
    runs.logMetrics('a', [{ key: 'loss', value: 1, timestamp: 0, step: 0 }]);
    await deletion.delete('a');
    ended('a');
    expect(runs.get('a')).toMatchObject({ stage: 'active', metrics: [] });
    expect(runs.metrics.history('a', 'loss')).toEqual([]);
  });
});
