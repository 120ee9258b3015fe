import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from '../../conformance/local-workspace.js';
import { AzureClient } from '../azure-client.js';
import { findExampleFiles } from '../example-files.js';
import { runExamples } from '../example-run.js';
import { JobFollower } from '../job-follower.js';
import type { Result } from '../outcome.js';
import { writeStandInFiles } from '../stand-in-files.js';

const own = fileURLToPath(new URL('own/cli', import.meta.url));

describe('the run of example files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carry-own-examples-'));
  const results = new Map<string, Result>();
  let workspace: LocalWorkspace;

  beforeAll(async () => {
    workspace = await startLocalWorkspace({ CARRY_ENVIRONMENTS: 'machine' });
    const client = new AzureClient(workspace.environment, join(folder, 'client.log'), 60_000);
    writeStandInFiles(folder);
    await runExamples(findExampleFiles(own), {
      root: own,
      standIns: folder,
      client,
      follower: new JobFollower(workspace, 10_000),
      isChosen: () => true,
      acceptOnly: false,
      slots: 2,
      onResult: result => results.set(result.path, result)
    });
    client.stop();
  });

  afterAll(async () => {
    await workspace.stop();
    rmSync(folder, { recursive: true });
  });

  it('creates what the files describe', () => {
    for (const path of ['data.yml', 'environment.yml', 'component.yml'])
      expect(results.get(path)).toMatchObject({ outcome: 'accepted', reason: '' });
  });

  it('follows a job to its end, on a compute made beforehand and with generated data', () => {
    expect(results.get('pipeline.yml')).toMatchObject({
      outcome: 'Completed',
      standIns: ['tables/iris.csv']
    });
  });

  it('says why a job failed', () => {
    const { outcome, reason } = results.get('failing-job.yml')!;
    expect(outcome).toBe('failed');
    expect(reason).toContain('exit code 3');
  });

  it('says why a file is refused', () => {
    expect(results.get('unknown-component.yml')).toMatchObject({ outcome: 'refused' });
    expect(results.get('template.yml')).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('template') as string
    });
  });

  it('cancels a job at the time limit', () => {
    expect(results.get('endless-job.yml')?.outcome).toBe('canceled by time limit');
  });
});
