import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { WireClient } from './wire-client.js';

describe('a job is isolated from the rest of the machine', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  beforeAll(async () => {
    workspace = await startLocalWorkspace({
      AWS_SECRET_ACCESS_KEY: 'aws-secret',
      JUPYTERHUB_API_TOKEN: 'hub-secret',
      GITHUB_TOKEN: 'github-secret',
      WANDB_API_KEY: 'allowed-by-the-setting',
      CARRY_JOB_VARIABLES: 'WANDB_*'
    });
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(() => workspace.stop());

  /** Prints the variables backwards: a log masks the secrets of its job. */
  const PRINT_VARIABLES = 'env | rev';
  const printed = async (job: string) =>
    (await wire.log(job)).split('\n').map(line => Array.from(line).reverse().join(''));
  const variables = async (job: string) => {
    const lines = (await printed(job)).map(line => line.split('='));
    return Object.fromEntries(lines.map(([name, ...value]) => [name, value.join('=')])) as Record<
      string,
      string
    >;
  };

  it('inherits no secret of the shell that started the workspace', async () => {
    const job = await wire.submit(PRINT_VARIABLES);
    expect(await wire.until(job, ['Completed', 'Failed'])).toBe('Completed');
    const text = (await printed(job)).join('\n');
    for (const secret of ['aws-secret', 'hub-secret', 'github-secret'])
      expect(text).not.toContain(secret);
    expect(await variables(job)).toMatchObject({ WANDB_API_KEY: 'allowed-by-the-setting' });
  });

  it('has credentials that end with it', async () => {
    const job = await wire.submit(`${PRINT_VARIABLES}; sleep 60`);
    await vi.waitFor(
      async () => expect(await variables(job)).toHaveProperty('IDENTITY_HEADER'),
      20_000
    );
    const { IDENTITY_HEADER: header = '', MLFLOW_TRACKING_TOKEN: token } = await variables(job);
    const askToken = () =>
      wire.send('GET', '/msi/token?resource=x', { authorization: '', 'x-identity-header': header });
    const look = async (bearer = '') =>
      (await wire.send('GET', wire.path, { authorization: `Bearer ${bearer}` })).status;
    const minted = (JSON.parse((await askToken()).body) as { access_token: string }).access_token;
    expect([await look(token), await look(minted)]).toEqual([200, 200]);

    await wire.post(`/jobs/${job}/cancel`);
    expect(await wire.until(job, ['Canceled', 'Failed'])).toBe('Canceled');
    expect([(await askToken()).status, await look(token), await look(minted)]).toEqual([
      401, 401, 401
    ]);
  });
});
