import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspacePath } from 'carry-ml/arm';
import { replyWithErrors } from '../protocol/error-reply.js';
import { DocumentStore } from '../store/document-store.js';
import { EndpointStore } from '../store/endpoint-store.js';
import { openDatabase } from '../store/database.js';
import { LOCAL_WORKSPACE } from '../workspace-id.js';
import { authenticate, identityRoute } from './authenticate.js';
import { BrowserSessions } from './browser-sessions.js';
import { question } from './route-access.js';
import { Seal } from './seal.js';
import { identityHeader, jobIdentityHeader, loadSecret, type Secret } from './secret.js';
import { Tokens, type JobPrincipal, type Role } from './tokens.js';

const DAY = 86_400_000;
const workspace = workspacePath(LOCAL_WORKSPACE);
const secret: Secret = { key: Buffer.from('k'.repeat(32)), identityHeader: 'header' };

describe('a token', () => {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const tokens = new Tokens(secret.key, () => clock.now, 'ada');
  const app = fastify();
  replyWithErrors(app);
  authenticate(app, {
    tokens,
    sessions: new BrowserSessions(() => clock.now),
    origin: () => 'https://localhost:80'
  });
  identityRoute(app, { tokens, secret, activeJob: () => undefined });
  app.get('/thing', () => ({}));
  const look = async (token: string) =>
    (await app.inject({ url: '/thing', headers: { authorization: `Bearer ${token}` } })).statusCode;
  const ask = async (header: string) => {
    const { body } = await app.inject({
      url: '/msi/token?resource=x',
      headers: { 'x-identity-header': header }
    });
    return JSON.parse(body) as { access_token: string; expires_on: string };
  };

  it('is valid for a day, after which a new one is requested', async () => {
    const first = await ask('header');
    expect(Number(first.expires_on) * 1000 - clock.now).toBe(DAY);
    clock.now += DAY - 1000;
    expect(await look(first.access_token)).toBe(200);
    clock.now += 1000;
    expect(await look(first.access_token)).toBe(401);
    expect(await look((await ask('header')).access_token)).toBe(200);
  });

  it('stays valid when the clock is set back', async () => {
    const { access_token: token } = await ask('header');
    clock.now -= 30 * DAY;
    expect(await look(token)).toBe(200);
    expect(await look((await ask('header')).access_token)).toBe(200);
  });

  it.each(['Contributor', 'Reader'] as Role[])('has the role %s of its header', async role => {
    const { access_token: token } = await ask(identityHeader(secret, role));
    expect(tokens.check(token)).toMatchObject({ claims: { roles: [role] } });
  });
});

describe('the credentials of a job', () => {
  const job = { name: 'train.1', mark: 'mark-1' };
  let active: JobPrincipal | undefined;
  const activeJob = (name: string) => (active?.name === name ? active : undefined);
  const isActive = ({ name, mark }: JobPrincipal) => activeJob(name)?.mark === mark;
  const server = () => {
    const tokens = new Tokens(secret.key, Date.now, 'ada', isActive);
    const sessions = new BrowserSessions(Date.now);
    const app = fastify();
    replyWithErrors(app);
    authenticate(app, { tokens, sessions, origin: () => 'https://localhost:80' });
    identityRoute(app, { tokens, secret, activeJob });
    app.get('/thing', () => ({}));
    app.get('/mlflow/thing', () => ({}));
    return { app, tokens, sessions };
  };
  const request = async (
    app: ReturnType<typeof server>['app'],
    url: string,
    headers: Record<string, string>
  ) => (await app.inject({ url, headers })).statusCode;
  const header = jobIdentityHeader(secret, job);
  beforeEach(() => {
    active = job;
  });

  it('give tokens that are valid until the job ends, also after a restart of the server', async () => {
    const { body } = await server().app.inject({
      url: '/msi/token?resource=x',
      headers: { 'x-identity-header': header }
    });
    const authorization = `Bearer ${(JSON.parse(body) as { access_token: string }).access_token}`;
    const { app } = server();
    expect(await request(app, '/thing', { authorization })).toBe(200);
    active = undefined;
    expect(await request(app, '/thing', { authorization })).toBe(401);
    expect(await request(app, '/msi/token', { 'x-identity-header': header })).toBe(401);
  });

  it('are not valid for a later job of the same name', async () => {
    const { app, tokens } = server();
    const authorization = `Bearer ${tokens.mint('x', 60, 'Contributor', job).token}`;
    expect(await request(app, '/thing', { authorization })).toBe(200);
    active = { ...job, mark: 'mark-2' };
    expect(await request(app, '/thing', { authorization })).toBe(401);
    expect(await request(app, '/msi/token', { 'x-identity-header': header })).toBe(401);
  });

  it('cannot be derived for another job', async () => {
    active = { name: 'train', mark: 'mark-1' };
    const { app } = server();
    for (const forged of [header, header.replace('train.1', 'train'), 'train.', 'train.x'])
      expect(await request(app, '/msi/token', { 'x-identity-header': forged })).toBe(401);
  });

  it('sign in a browser until the job ends', async () => {
    const { app, tokens, sessions } = server();
    const checked = tokens.check(tokens.mint('x', 60, 'Contributor', job).token);
    const session = 'claims' in checked && sessions.redeem(sessions.issue(checked.claims));
    const cookie = `__Secure-carry-80=${String(session)}`;
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    expect(await request(app, '/mlflow/thing', headers)).toBe(200);
    active = undefined;
    expect(await request(app, '/mlflow/thing', headers)).toBe(401);
  });
});

describe('a Reader', () => {
  const tokens = new Tokens(secret.key, Date.now, 'ada');
  const app = fastify();
  replyWithErrors(app);
  authenticate(app, {
    tokens,
    sessions: new BrowserSessions(Date.now),
    origin: () => 'https://localhost:80'
  });
  const mlflow = `/mlflow/v2.0${workspace}/api/2.0/mlflow`;
  app.get(`${workspace}/jobs`, () => ({}));
  app.post(`${mlflow}/runs/search`, { config: question }, () => ({}));
  app.put(`${workspace}/jobs/:name`, () => ({}));
  app.patch(`${workspace}/jobs/:name`, () => ({}));
  app.delete(`${workspace}/models/:name/versions/:version`, () => ({}));
  app.post(`${workspace}/jobs/:name/cancel`, () => ({}));
  app.post(`${workspace}/jobs/:name`, () => ({}));
  app.post(`${workspace}/datastores/:name/listSecrets`, () => ({}));
  app.post(`${mlflow}/runs/log-batch`, () => ({}));
  app.post(`${mlflow}/registered-models/create`, () => ({}));

  const send = async (role: Role, method: string, url: string) => {
    const { token } = tokens.mint('x', 60, role);
    const headers = { authorization: `Bearer ${token}` };
    const response = await app.inject({ method: method as 'GET', url, headers });
    return { status: response.statusCode, body: response.body };
  };

  it.each([
    ['GET', `${workspace}/jobs`],
    ['HEAD', `${workspace}/jobs`],
    ['POST', `${mlflow}/runs/search`]
  ])('may %s %s', async (method, path) => {
    expect((await send('Reader', method, path)).status).toBe(200);
  });

  it.each([
    ['PUT', '/jobs/a', 'jobs/write', '/jobs/a'],
    ['PATCH', '/jobs/a', 'jobs/write', '/jobs/a'],
    ['DELETE', '/models/m/versions/1', 'models/versions/delete', '/models/m/versions/1'],
    ['POST', '/jobs/a/cancel', 'jobs/cancel/action', '/jobs/a'],
    ['POST', '/datastores/d/listSecrets', 'datastores/listSecrets/action', '/datastores/d'],
    ['POST', '/jobs/search', 'jobs/write', '/jobs/search'],
    ['PUT', '/jobs/graph%71l', 'jobs/write', '/jobs/graphql'],
    ['PUT', '/jobs/a#/runs/search', 'jobs/write', '/jobs/a']
  ])('may not %s %s', async (method, path, action, scope) => {
    const { status, body } = await send('Reader', method, workspace + path);
    expect([status, JSON.parse(body)]).toEqual([
      403,
      {
        error: {
          code: 'AuthorizationFailed',
          message: expect.stringContaining(
            `The client 'ada' with object id '00000000-0000-0000-0000-000000000001' does not have authorization to perform action 'Microsoft.MachineLearningServices/workspaces/${action}' over scope '${workspace}${scope}'`
          ) as string
        }
      }
    ]);
    expect((await send('Contributor', method, workspace + path)).status).toBe(200);
  });

  it.each([
    ['runs/log-batch', 'experiments/runs/write'],
    ['registered-models/create', 'models/write']
  ])('may not POST %s', async (call, action) => {
    const { status, body } = await send('Reader', 'POST', `${mlflow}/${call}`);
    expect(status).toBe(403);
    expect(body).toContain(
      `'Microsoft.MachineLearningServices/workspaces/${action}' over scope '${workspace}'`
    );
  });
});

describe('secrets at rest', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'carry-secrets-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const isReadable = (text: string) =>
    readdirSync(folder).some(name => readFileSync(join(folder, name)).includes(text));

  it('are in a file that only its owner can read, even after its mode was changed', () => {
    const path = join(folder, 'secret');
    const made = loadSecret(path);
    chmodSync(path, 0o644);
    expect(loadSecret(path)).toEqual(made);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('are encrypted in the database and can be read back', () => {
    const path = join(folder, 'state.db');
    const db = openDatabase(path);
    const store = new DocumentStore(db, 'datastores', Date.now, new Seal(secret.key));
    store.put('d', { sasToken: 'sig=very-secret' }, 'ada');
    expect(isReadable('very-secret')).toBe(false);
    expect(store.list().map(d => d.properties)).toEqual([{ sasToken: 'sig=very-secret' }]);
    db.close();
  });

  it('include the keys of endpoints', () => {
    const db = openDatabase(join(folder, 'state.db'));
    const store = new EndpointStore(db, Date.now, new Seal(secret.key));
    const keys = { Primary: 'very-secret', Secondary: 'very-secret-too' };
    store.create(
      {
        path: 'onlineEndpoints',
        name: 'Adder',
        body: { location: 'local', properties: { authMode: 'Key' } },
        keys
      },
      'ada'
    );
    expect(store.keys('adder')).toEqual(keys);
    store.setKeys('adder', { ...keys, Primary: 'very-secret-now' });
    expect(store.keys('Adder')?.Primary).toBe('very-secret-now');
    expect(isReadable('very-secret')).toBe(false);
    db.close();
  });

  it('that an earlier version stored unencrypted are encrypted, leaving no copy', () => {
    const path = join(folder, 'state.db');
    let db = openDatabase(path);
    new DocumentStore(db, 'connections', Date.now).put('c', { key: 'very-secret' }, 'ada');
    db.close();
    expect(isReadable('very-secret')).toBe(true);
    db = openDatabase(path);
    const store = new DocumentStore(db, 'connections', Date.now, new Seal(secret.key));
    expect(isReadable('very-secret')).toBe(false);
    expect(store.get('c')?.properties).toEqual({ key: 'very-secret' });
    db.close();
  });

  it('cause an error that says what to do when the secret of the home was lost', () => {
    const db = openDatabase(join(folder, 'state.db'));
    new DocumentStore(db, 'connections', Date.now, new Seal(secret.key)).put('c', {}, 'ada');
    const other = new DocumentStore(db, 'connections', Date.now, new Seal(Buffer.from('other')));
    expect(() => other.get('c')).toThrow(/with a secret that this home no longer has\. Delete it/);
    expect(other.delete('c')).toBe(true);
    db.close();
  });

  it('can be decrypted only for the place that they were encrypted for', () => {
    const seal = new Seal(secret.key);
    const sealed = seal.close('text', 'connections/a');
    expect(seal.open(sealed, 'connections/a')).toBe('text');
    expect(() => seal.open(sealed, 'connections/b')).toThrow();
    expect(seal.close('text', 'connections/a')).not.toBe(sealed);
  });
});
