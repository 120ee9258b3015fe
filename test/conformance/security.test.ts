import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { WireClient } from './wire-client.js';

describe('access to the local workspace', { timeout: 60_000 }, () => {
  let mine: LocalWorkspace;
  let theirs: LocalWorkspace;
  let wire: WireClient;
  beforeAll(async () => {
    [mine, theirs] = await Promise.all([startLocalWorkspace(), startLocalWorkspace()]);
    wire = new WireClient(mine);
  }, 60_000);
  afterAll(() => Promise.all([mine.stop(), theirs.stop()]));

  const routes = () => [
    wire.path,
    `${wire.path}/jobs`,
    `${wire.path}/datastores/workspaceblobstore/listSecrets`,
    `/history/v1.0${wire.path}/runs/x/details`,
    `/mlflow/v2.0${wire.path}/api/2.0/mlflow/experiments/search`,
    `/mlflow/v2.0${wire.path}/`,
    `/mlflow/v2.0${wire.path}/static-files/index.html`,
    `/mlflow/v2.0${wire.path}/get-artifact?run_id=x&path=y`,
    '/sign-in/tickets',
    '/health',
    '/no/such/route'
  ];

  it('is refused without a token', async () => {
    for (const route of routes())
      expect([route, (await wire.send('GET', route, { authorization: '' })).status]).toEqual([
        route,
        401
      ]);
  });

  it('is refused with the token of another user', async () => {
    const foreign = { authorization: `Bearer ${theirs.environment.MLFLOW_TRACKING_TOKEN}` };
    for (const route of routes())
      expect([route, (await wire.send('GET', route, foreign)).status]).toEqual([route, 401]);
  });

  it('is refused with a modified token', async () => {
    const [head, body, signature] = mine.environment.MLFLOW_TRACKING_TOKEN!.split('.');
    const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as { exp: number };
    const longer = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 })).toString(
      'base64url'
    );
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    for (const token of [`${head}.${longer}.${signature}`, `${none}.${body}.`, `${head}.${body}.x`])
      expect((await wire.send('GET', wire.path, { authorization: `Bearer ${token}` })).status).toBe(
        401
      );
  });

  it('lets a Reader read, but change nothing and see no secret', async () => {
    const { stdout } = await mine.carry('env', '--role', 'reader', '--json');
    const variables = JSON.parse(stdout) as Record<string, string>;
    const { body } = await wire.send('GET', `${variables.IDENTITY_ENDPOINT}?resource=x`, {
      'x-identity-header': variables.IDENTITY_HEADER!
    });
    const tokens = [
      variables.MLFLOW_TRACKING_TOKEN!,
      (JSON.parse(body) as { access_token: string }).access_token
    ];
    const job = { properties: { jobType: 'Command', command: 'true', environmentId: 'x' } };
    const mlflow = `/mlflow/v2.0${wire.path}/api/2.0/mlflow`;
    for (const token of tokens) {
      const send = async (method: string, url: string, sent?: object) => {
        const reader = { authorization: `Bearer ${token}` };
        const answer = await wire.send(method, url, reader, sent && JSON.stringify(sent));
        const said = JSON.parse(answer.body) as { error?: { code: string }; error_code?: string };
        return [answer.status, said.error?.code ?? said.error_code];
      };
      const refused = [403, 'AuthorizationFailed'];
      expect(await send('GET', `${wire.path}/jobs`)).toEqual([200, undefined]);
      expect(await send('POST', `${mlflow}/runs/search`, { experiment_ids: ['0'] })).toEqual([
        200,
        undefined
      ]);
      expect(await send('PUT', `${wire.path}/jobs/x`, job)).toEqual(refused);
      expect(await send('POST', `${mlflow}/runs/create`, { experiment_id: '0' })).toEqual([
        403,
        'PERMISSION_DENIED'
      ]);
      expect(
        await send('POST', `${wire.path}/datastores/workspaceblobstore/listSecrets`, {})
      ).toEqual(refused);
      const blob = await wire.send(
        'PUT',
        '/local.blob.carry/azureml/x',
        { authorization: `Bearer ${token}` },
        'x'
      );
      expect([blob.status, blob.headers['x-ms-error-code']]).toEqual([
        403,
        'AuthorizationPermissionMismatch'
      ]);
    }
  });

  it('is refused to a page of another site, even with the token', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1'])
      expect((await wire.send('GET', wire.path, { origin })).status).toBe(403);
  });

  it('is refused by a foreign host name that resolves to this machine', async () => {
    expect((await wire.send('GET', wire.path, { host: 'evil.example' })).status).toBe(403);
  });

  it('requires the header of the identity endpoint', async () => {
    const url = `${mine.environment.IDENTITY_ENDPOINT}?resource=x`;
    expect((await wire.send('GET', url)).status).toBe(401);
    expect((await wire.send('GET', url, { 'x-identity-header': 'guess' })).status).toBe(401);
    const given = await wire.send('GET', url, {
      'x-identity-header': mine.environment.IDENTITY_HEADER!
    });
    expect(given.status).toBe(200);
  });

  it('requires a signature for a blob', async () => {
    expect(
      (
        await wire.send('GET', '/local.blob.carry/azureml?restype=container&comp=list', {
          authorization: ''
        })
      ).status
    ).toBe(403);
  });

  it('reports errors in the envelope of Azure Resource Manager', async () => {
    const { body, headers } = await wire.send('GET', `${wire.path}/jobs/nope`);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'ResourceNotFound' } });
    expect(headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const unknown = await wire.send('GET', `${wire.path}/labelingJobs`);
    expect([unknown.status, JSON.parse(unknown.body)]).toMatchObject([
      501,
      { error: { code: 'NotImplemented' } }
    ]);
    const wrong = await wire.send('PUT', `${wire.path}/jobs/x`, {}, '{"properties":{"jobType":5}}');
    expect([wrong.status, JSON.parse(wrong.body)]).toMatchObject([
      400,
      { error: { code: 'ValidationError' } }
    ]);
  });

  it('logs no token and no signature', () => {
    const log = readFileSync(join(mine.home, 'server.log'), 'utf8');
    expect(log).not.toContain(mine.environment.MLFLOW_TRACKING_TOKEN!.split('.')[2]);
    expect(log).not.toContain(mine.environment.IDENTITY_HEADER);
    expect(log).not.toMatch(/sig=/);
  });

  it('is possible over loopback only', () => {
    const { pid, port } = JSON.parse(readFileSync(join(mine.home, 'service.json'), 'utf8')) as {
      pid: number;
      port: number;
    };
    const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
    const listening = ['tcp', 'tcp6'].flatMap(kind =>
      readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
        .split('\n')
        .map(line => line.trim().split(/\s+/))
        .filter(columns => columns[3] === '0A' && columns[1]?.endsWith(`:${hexPort}`))
        .map(columns => columns[1])
    );
    expect(listening).toEqual([`0100007F:${hexPort}`]);
    expect(readdirSync(`/proc/${pid}/fd`).length).toBeGreaterThan(0);
  });
});
