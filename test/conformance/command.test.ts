import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

  it.skipIf(!existsSync('/dev/full'))('says that the disk of its output is full', async () => {
    const cli = 'sdk/client/dist/cli/main.js';
    const outcome = await workspace.run('sh', ['-c', `node ${cli} --help > /dev/full`]);
    expect(outcome).toEqual({
      code: 1,
      stdout: '',
      stderr: 'carry: A file cannot be used: the disk is full. Free some space, then try again.\n'
    });
  });
});
