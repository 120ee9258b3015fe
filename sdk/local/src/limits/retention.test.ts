import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Database } from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { EnvironmentCache } from '../environments/environment-cache.js';
import { AssetStore } from '../store/asset-store.js';
import { openDatabase } from '../store/database.js';
import { Seal } from '../identity/seal.js';
import { DeletedJobs } from '../store/deleted-jobs.js';
import { EndpointStore } from '../store/endpoint-store.js';
import { JobMentions } from '../store/job-mentions.js';
import { JobStore } from '../store/job-store.js';
import { ModelStore } from '../store/model-store.js';
import { RemovableRecords } from '../store/removable-records.js';
import { ScheduleStore } from '../store/schedule-store.js';
import { findRemovables, findUnusedEnvironments } from './removables.js';
import { Retention } from './retention.js';

const DAY = 86_400_000;
const now = Date.UTC(2026, 5, 1);

describe('retention', () => {
  let root: string;
  let db: Database;
  let files: BlobFiles;
  let jobs: JobStore;
  let codes: AssetStore;
  let components: AssetStore;
  let deleted: DeletedJobs;
  let models: ModelStore;
  const clock = { now };
  beforeEach(() => {
    clock.now = now;
    root = mkdtempSync(join(tmpdir(), 'carry-retention-'));
    db = openDatabase(join(root, 'state.db'));
    mkdirSync(join(root, 'blobs'));
    files = new BlobFiles(join(root, 'blobs'), db);
    jobs = new JobStore(db);
    codes = new AssetStore(db, 'codes', () => clock.now);
    components = new AssetStore(db, 'components', () => clock.now);
    deleted = new DeletedJobs(db);
    models = new ModelStore(db, () => now);
    new ScheduleStore(db, () => now);
    new EndpointStore(db, () => now, new Seal(Buffer.from('endpoints')));
  });
  afterEach(() => {
    db.close();
    rmSync(root, { recursive: true, force: true });
  });

  const write = (container: string, name: string, bytes = 1) => {
    const path = files.path(container, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.alloc(bytes));
    return path;
  };
  const job = (name: string, age: number, more: { codeId?: string; running?: boolean } = {}) => {
    const at = now - age * DAY;
    jobs.insert({
      name,
      properties: { jobType: 'Command', command: 'x', environmentId: 'e', codeId: more.codeId },
      status: 'Running',
      compute: 'cpu',
      experiment: 'x',
      createdBy: 'ada',
      createdAt: at,
      mark: name
    });
    if (!more.running) jobs.move(name, 'Completed', { endedAt: at });
    return write('azureml', `ExperimentRun/dcid.${name}/user_logs/std_log.txt`, 1000);
  };
  const code = (name: string, age: number) => {
    clock.now = now - age * DAY;
    const codeUri = `https://127.0.0.1:1/local.blob.carry/upload-${name}/src`;
    codes.putVersion(name, '1', { codeUri, isAnonymous: true }, 'ada');
    clock.now = now;
    return write(`upload-${name}`, 'src/main.py', 1000);
  };
  const idOf = (name: string) => `azureml:/w/codes/${name}/versions/1`;
  const remove = (settings: { keepDays?: number; keepSize?: number } = {}) =>
    new Retention({
      settings: { keepDays: 30, keepSize: 1 << 30, ...settings },
      remove: path => files.remove(path),
      removables: () =>
        findRemovables({
          removableRecords: new RemovableRecords(db),
          deleted,
          mentions: new JobMentions(db),
          codes,
          files
        }),
      now: () => now,
      report: () => undefined
    }).remove();

  it('removes the logs of jobs that ended long ago, but not their outputs', async () => {
    const [old, recent] = [job('old', 31), job('recent', 29)];
    const output = write('azureml', 'ExperimentRun/dcid.old/outputs/model.bin');
    await remove();
    expect([old, recent, output].map(existsSync)).toEqual([false, true, true]);
  });

  it('removes nothing of a running job, however old', async () => {
    const snapshot = code('used', 99);
    const log = job('long', 99, { codeId: idOf('used'), running: true });
    await remove();
    expect([log, snapshot].map(existsSync)).toEqual([true, true]);
  });

  it('removes snapshots that no job has used for a long time, with their records', async () => {
    const [unused, used] = [code('unused', 40), code('used', 40)];
    job('recent', 2, { codeId: idOf('used') });
    await remove();
    expect([unused, used].map(existsSync)).toEqual([false, true]);
    expect(codes.version('unused', '1')).toBeUndefined();
    expect(codes.version('used', '1')).toBeDefined();
  });

  it('keeps the snapshot of a component', async () => {
    const snapshot = code('kept', 40);
    components.putVersion('c', '1', { componentSpec: { code: idOf('kept') } }, 'ada');
    await remove();
    expect(existsSync(snapshot)).toBe(true);
  });

  it('removes the oldest files beyond a total size, but nothing of the last day', async () => {
    const logs = [job('a', 20), job('b', 10), job('c', 0.5), job('d', 0.4)];
    await remove({ keepSize: 1500 });
    expect(logs.map(existsSync)).toEqual([false, false, true, true]);
  });

  it('removes snapshots of deleted jobs after a day, whatever the settings', async () => {
    const [yesterday, today] = [code('yesterday', 1.1), code('today', 0.9)];
    await remove();
    expect([yesterday, today].map(existsSync)).toEqual([false, true]);
  });

  it('keeps the snapshot of a running sweep', async () => {
    const snapshot = code('tried', 40);
    jobs.insert({
      name: 's',
      properties: { jobType: 'Sweep', trial: { command: 'x', codeId: idOf('tried') } },
      status: 'Running',
      compute: '',
      experiment: 'x',
      createdBy: 'ada',
      createdAt: now - 39 * DAY,
      mark: 's'
    });
    await remove();
    expect(existsSync(snapshot)).toBe(true);
  });

  it('removes unfinished uploads: drafts after a day, blocks after a week', async () => {
    const leave = (name: string, age: number) => {
      const path = join(root, 'blobs', name);
      mkdirSync(path, { recursive: true });
      const at = (now - age * DAY) / 1000;
      utimesSync(path, at, at);
      return path;
    };
    const drafts = [
      leave('.staging/a', 1.1),
      leave('.artifact-staging/b', 1.1),
      leave('.staging/c', 0.9)
    ];
    const blocks = [leave('.staging/blocks-d', 7.1), leave('.staging/blocks-e', 6.9)];
    await remove();
    expect(drafts.map(existsSync)).toEqual([false, false, true]);
    expect(blocks.map(existsSync)).toEqual([false, true]);
  });

  it('removes files of deleted jobs once nothing refers to them', async () => {
    const file = write('azureml', 'ExperimentRun/dcid.gone/outputs/model.bin');
    deleted.keep('gone', 'gone', {}, now - 2 * DAY);
    models.createNextVersion({
      name: 'm',
      source: 'azureml://jobs/gone/outputs/artifacts/paths/outputs'
    });
    await remove();
    expect(existsSync(file)).toBe(true);
    models.deleteContainer('m');
    await remove();
    expect(existsSync(file)).toBe(false);
    expect(deleted.has('gone')).toBe(false);
  });

  it('removes environments that were unused for long, and none that a job uses', async () => {
    const cache = new EnvironmentCache(join(root, 'environments'));
    const environment = (key: string, age: number) => {
      const folder = cache.begin(key.repeat(24));
      const facts = { python: '3.11.2', durationMs: 1, relaxed: [], missing: [], overlapping: [] };
      cache.complete(folder, facts);
      const at = (now - age * DAY) / 1000;
      utimesSync(join(folder, 'ready.json'), at, at);
      return folder;
    };
    const folders = [environment('a', 31), environment('b', 31), environment('c', 29)];
    job('user', 0, { running: true });
    const properties = { 'carry.environmentFolder': folders[1] ?? '' };
    jobs.update('user', { ...jobs.get('user')!.properties, properties });
    await new Retention({
      settings: { keepDays: 30, keepSize: 1 << 30 },
      remove: folder => cache.discard(folder),
      removables: () => findUnusedEnvironments(cache, jobs),
      now: () => now,
      report: () => undefined
    }).remove();
    expect(folders.map(existsSync)).toEqual([false, true, true]);
  });
});
