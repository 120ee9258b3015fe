import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { WireClient } from './wire-client.js';

const WEEK = 7 * 86_400;

/** Uploads a script as anonymous code; returns its id and its container. */
async function uploadCode(wire: WireClient): Promise<{ id: string; container: string }> {
  const id = `/codes/${randomUUID()}/versions/1`;
  const { body } = await wire.post(`${id}/startPendingUpload`);
  const { blobReferenceForConsumption: to } = JSON.parse(body) as {
    blobReferenceForConsumption: { blobUri: string; credential: { sasUri: string } };
  };
  const [blob, sas] = to.credential.sasUri.split('?');
  await wire.send(
    'PUT',
    `${blob}/src/main.sh?${sas}`,
    { authorization: '', 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain' },
    'mkdir -p outputs; echo weights > outputs/model.bin; echo trained'
  );
  await wire.put(id, { properties: { codeUri: `${to.blobUri}/src`, isAnonymous: true } });
  return { id: wire.path + id, container: to.blobUri.split('/').at(-1) ?? '' };
}

describe('the retention of a workspace', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  const blobs = (...path: string[]) => join(workspace.home, 'blobs', ...path);
  const artifacts = (job: string, ...path: string[]) =>
    blobs('azureml', 'ExperimentRun', `dcid.${job}`, ...path);
  beforeAll(async () => {
    workspace = await startLocalWorkspace({ CARRY_KEEP_DAYS: '0' });
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(() => workspace.stop());

  const train = async (codeId?: string) => {
    const command = codeId ? 'bash main.sh' : 'mkdir -p outputs; echo weights > outputs/model.bin';
    const job = await wire.submit(command, codeId ? { codeId } : {});
    expect(await wire.until(job, ['Completed', 'Failed'])).toBe('Completed');
    return job;
  };
  const register = (job: string) =>
    wire.put(`/models/adder-${job}/versions/1`, {
      properties: {
        modelType: 'custom_model',
        modelUri: `azureml://jobs/${job}/outputs/artifacts/paths/outputs/model.bin`
      }
    });

  it('removes logs, code and unfinished uploads, and keeps models, components and jobs', async () => {
    const [used, kept] = [await uploadCode(wire), await uploadCode(wire)];
    const job = await train(used.id);
    await register(job);
    await wire.put('/components/train/versions/1', {
      properties: { componentSpec: { type: 'command', command: 'bash main.sh', code: kept.id } }
    });
    const draft = blobs('.staging', 'blocks-of-an-upload');
    mkdirSync(draft, { recursive: true });
    utimesSync(draft, Date.now() / 1000 - WEEK - 60, Date.now() / 1000 - WEEK - 60);

    // The workspace checks soon after its start.
    await workspace.carry('down');
    expect((await workspace.carry('up')).code).toBe(0);
    await vi.waitFor(
      () => {
        expect(existsSync(artifacts(job, 'user_logs'))).toBe(false);
        expect(existsSync(blobs(used.container))).toBe(false);
        expect(existsSync(draft)).toBe(false);
      },
      { timeout: 30_000, interval: 200 }
    );
    expect(existsSync(artifacts(job, 'outputs', 'model.bin'))).toBe(true);
    expect(existsSync(blobs(kept.container, 'src', 'main.sh'))).toBe(true);
    expect((await wire.get<{ properties: object }>(`/jobs/${job}`)).properties).toMatchObject({
      status: 'Completed'
    });
  });

  it('deletes the files of a deleted job, except those of a registered model', async () => {
    const [plain, source] = [await train(), await train()];
    await register(source);
    for (const job of [plain, source])
      expect((await wire.send('DELETE', `${wire.path}/jobs/${job}`)).status).toBe(200);
    expect(existsSync(artifacts(plain))).toBe(false);
    expect(existsSync(artifacts(source, 'outputs', 'model.bin'))).toBe(true);
    const again = await wire.send(
      'PUT',
      `${wire.path}/jobs/${source}`,
      {},
      JSON.stringify({
        properties: {
          jobType: 'Command',
          command: 'true',
          environmentId: 'azureml:carry-notebook@latest'
        }
      })
    );
    expect(again.status).toBe(409);
    expect(again.body).toContain('Give the new job another name');
  });
});
