import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from 'carry-ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';

describe('the carry command as the README calls it', { timeout: 60_000 }, () => {
  let workspace: LocalWorkspace;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
  }, 60_000);
  afterAll(() => workspace.stop());

  it('is linked by the installation of a checkout, before anything is built', () => {
    expect(
      existsSync(fileURLToPath(new URL('../../node_modules/.bin/carry', import.meta.url)))
    ).toBe(true);
  });

  it('runs through npx', async () => {
    const { code, stdout } = await workspace.run('npx', ['--no', 'carry', 'status', '--json']);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { running: true, home: workspace.home }]);
  });

  it('prints variables that a shell can evaluate', async () => {
    const { code, stdout } = await workspace.run('sh', [
      '-c',
      'eval "$(npx --no carry env)" && printf "%s" "$AZUREML_ARM_WORKSPACE_NAME $MLFLOW_TRACKING_URI"'
    ]);
    expect([code, stdout]).toEqual([0, `local ${workspace.environment.MLFLOW_TRACKING_URI}`]);
  });

  it('downloads the outputs of a job, also those on a file share', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carry-download-'));
    const ws = await connect({ environment: workspace.environment, from: folder });
    const stores = ['workspaceblobstore', 'workspacefilestore', 'workspaceworkingdirectory'];
    const outputs = stores.map(store => {
      const uri = `azureml://datastores/${store}/paths/sums/`;
      return [store, { jobOutputType: 'uri_folder', mode: 'ReadWriteMount', uri }] as const;
    });
    const write = stores.map(store => `echo ${store} > \${{outputs.${store}}}/sum.txt`);
    const job = await ws.jobs.create(
      {
        jobType: 'Command',
        command: write.join(' && '),
        environmentId: 'azureml:carry-notebook@latest',
        outputs: Object.fromEntries(outputs)
      },
      'shares'
    );
    await job.completed();
    const outcome = await workspace.carry('download', 'shares', folder);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    for (const store of stores)
      expect(readFileSync(join(folder, 'named-outputs', store, 'sum.txt'), 'utf8')).toBe(
        `${store}\n`
      );
    rmSync(folder, { recursive: true });
  });

  it('says that the disk of its output is full', async ({ skip }) => {
    skip(!existsSync('/dev/full'), 'this system has no /dev/full');
    const cli = 'sdk/client/dist/cli/main.js';
    const outcome = await workspace.run('sh', ['-c', `node ${cli} --help > /dev/full`]);
    expect(outcome).toEqual({
      code: 1,
      stdout: '',
      stderr: 'carry: A file cannot be used: the disk is full. Free some space, then try again.\n'
    });
  });
});
