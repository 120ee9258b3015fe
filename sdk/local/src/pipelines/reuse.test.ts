import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import type { StoredJob } from '../store/job-store.js';
import { component, TestPipelines } from './conductor.test-support.js';
import { Reuse } from './reuse.js';

describe('a pipeline with reusable steps', () => {
  let at: TestPipelines;
  beforeEach(() => {
    at = new TestPipelines();
    const steady = { ...component, is_deterministic: true };
    at.components.putVersion('steady', '1', { componentSpec: steady }, 'ada');
  });
  const begin = async (name: string, settings = {}, i = 'same') => {
    const jobs = {
      a: { componentId: 'azureml:steady:1', inputs: { i } },
      b: { componentId: 'azureml:c:1' }
    };
    const [pipeline, ...steps] = at.plan(
      { name, by: 'ada' },
      { jobType: 'Pipeline', settings, jobs }
    );
    at.families.create(pipeline, steps);
    await vi.waitFor(() => expect(a(name).status).not.toBe('NotStarted'));
  };
  const a = (pipeline: string) => at.step('a', pipeline);
  const first = async () => {
    await begin('first');
    const { name } = a('first');
    at.jobs.move(name, 'Preparing');
    at.jobs.move(name, 'Running');
    at.jobs.move(name, 'Completed', { endedAt: 3 });
    return name;
  };

  it('does not repeat an equal step, and names the job that is reused', async () => {
    const before = await first();
    await begin('p');
    expect(a('p')).toMatchObject({
      status: 'Completed',
      properties: {
        properties: { 'azureml.isreused': 'true', 'azureml.reusedrunid': before }
      }
    });
    expect(at.fetched).toEqual([`${before} -> ${a('p').name}`]);
    expect(at.ended).toContain(`${a('p').name} FINISHED`);
    expect(at.said).toContain(
      `The step 'a' reuses the outputs of job ${before}, which had the same command and inputs.`
    );
    at.finish('b');
    expect(at.jobs.get('p')?.status).toBe('Completed');
  });

  it('runs a step with another input, and every step of a pipeline with forceRerun', async () => {
    await first();
    await begin('other', {}, 'different');
    expect(a('other').status).toBe('Queued');
    await begin('forced', { force_rerun: true });
    expect(a('forced').status).toBe('Queued');
  });

  it('runs a step that is not deterministic', async () => {
    await begin('first');
    const b = at.jobs.childrenOf('first').find(job => job.parent?.step === 'b')?.name ?? '';
    expect(at.done.has(a('first').name)).toBe(true);
    expect(at.done.has(b)).toBe(false);
  });

  it('starts no step of a pipeline that was canceled while its input was read', async () => {
    const [pipeline, ...steps] = at.plan(
      { name: 'p', by: 'ada' },
      { jobType: 'Pipeline', jobs: { a: { componentId: 'azureml:steady:1' } } }
    );
    at.families.create(pipeline, steps);
    at.families.cancel('p');
    await at.families.close();
    expect([at.jobs.get('p')?.status, a('p').status, at.runs]).toEqual([
      'Canceled',
      'Canceled',
      ['p']
    ]);
  });
});

describe('an earlier step to reuse', () => {
  it('is one whose outputs exist, and none of a datastore that was deleted since', () => {
    const root = mkdtempSync(join(tmpdir(), 'reuse-'));
    mkdirSync(join(root, 'azureml-blobstore', 'azureml', 'kept', 'o'), { recursive: true });
    const reuse = new Reuse(
      { completed: () => ['moved', 'removed', 'kept'], set: () => undefined },
      {
        blobs: new BlobFiles(root, new LibsqlDatabase(':memory:')),
        origin: () => 'https://127.0.0.1:1',
        findAsset: () => undefined,
        declared: () => undefined,
        currentUrl: url => url,
        outputUri: job =>
          job === 'moved' ? 'azureml://datastores/deleted/paths/azureml/moved/o' : undefined
      }
    );
    const step = { properties: { outputs: { o: { jobOutputType: 'uri_folder' } } } };
    expect(reuse.find(step as unknown as StoredJob, 'same')).toBe('kept');
    rmSync(root, { recursive: true });
  });
});
