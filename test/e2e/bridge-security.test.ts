import { lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './lab.js';
import { writeNotebook } from '../notebook-file.js';
import { jupyterSession, listen, type Session } from './jupyter-session.js';

let lab: Lab;
let session: Session;
const api = (path: string): string => `${lab.url}carry/api/${path}`;

beforeAll(async () => {
  lab = await Lab.start();
  session = await jupyterSession(lab);
  writeNotebook(join(lab.root, 'mine.ipynb'), { parameters: 'a = 1', cells: [] });
}, 120_000);
afterAll(() => lab.stop(), 60_000);

const body = JSON.stringify({ notebook: 'none.ipynb', parameters: {} });

describe('the bridge behind the Jupyter server', () => {
  it('accepts requests of the signed-in page', async () => {
    const answer = await fetch(api('workspace'), { headers: { cookie: session.cookie } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ kind: 'local' });
  });

  it('refuses requests without a sign-in', async () => {
    const read = await fetch(api('workspace'), { redirect: 'manual' });
    expect(read.status).toBe(302);
    const write = await fetch(api('jobs'), { method: 'POST', body });
    expect(write.status).toBe(403);
    expect(await listen(api('events'), { origin: origin() })).toBe('refused');
  });

  it.each(['workspace', 'jobs', 'models'])(
    'does not show %s to a page of another site',
    async path => {
      const headers = { cookie: session.cookie, origin: 'http://evil.example' };
      const answer = await fetch(api(path), { headers });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ error: { code: 'ForeignOrigin' } });
    }
  );

  it.each([
    ['no token', {}],
    ['a token that is not the cookie’s', { 'x-xsrftoken': 'guessed' }]
  ])('changes nothing for a request with %s', async (_what, extra) => {
    const headers = {
      cookie: session.cookie,
      origin: origin(),
      'content-type': 'application/json'
    };
    for (const path of ['jobs', 'jobs/any/cancel', 'jobs/any/open', 'models']) {
      const init = { method: 'POST', body, headers: { ...headers, ...extra } };
      const answer = await fetch(api(path), init);
      expect([path, answer.status]).toEqual([path, 403]);
      expect(await answer.json()).toMatchObject({ error: { code: 'XsrfMismatch' } });
    }
  });

  it('refuses requests that a form of another site can send', async () => {
    const headers = {
      cookie: session.cookie,
      'x-xsrftoken': session.xsrf,
      'content-type': 'text/plain'
    };
    const answer = await fetch(api('jobs'), { method: 'POST', body, headers });
    expect(answer.status).toBe(415);
  });

  it('accepts a change with the XSRF token in cookie and header', async () => {
    const headers = {
      cookie: session.cookie,
      origin: origin(),
      'x-xsrftoken': session.xsrf,
      'content-type': 'application/json'
    };
    const answer = await fetch(api('jobs'), { method: 'POST', body, headers });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'NotebookNotFound' } });
  });

  it('opens its WebSocket for the lab page and for no other', async () => {
    const { cookie } = session;
    expect(await listen(api('events'), { cookie, origin: origin() })).toBe('heard');
    expect(await listen(api('events'), { cookie, origin: 'http://evil.example' })).toBe('refused');
    expect(await listen(api('events'), { cookie })).toBe('refused');
  });

  it('reads no notebook outside of the folder that JupyterLab shows', async () => {
    writeFileSync(join(dirname(lab.root), 'outside.ipynb'), '{}');
    const ask = (path: string): Promise<Response> =>
      fetch(api(`notebook?path=${encodeURIComponent(path)}`), {
        headers: { cookie: session.cookie }
      });
    expect((await ask('mine.ipynb')).status).toBe(200);
    for (const path of ['../outside.ipynb', '/../outside.ipynb']) {
      expect([path, (await ask(path)).status]).toEqual([path, 403]);
    }
  });
});

describe('the socket of the bridge', () => {
  it('has a socket that only this user can open', () => {
    expect(lstatSync(socketPath()).mode & 0o777).toBe(0o600);
    expect(lstatSync(dirname(socketPath())).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['no secret', {}],
    ['a guessed secret', { 'x-carry-bridge': 'f'.repeat(64) }]
  ])('responds with 401 to a request that finds the socket and has %s', async (_what, headers) => {
    expect(await statusAtSocket('/api/workspace', headers)).toBe(401);
    expect(await statusAtSocket('/', headers)).toBe(401);
  });
});

describe('the logs', () => {
  it('contain neither the token nor the secret', () => {
    const log = lab.log();
    expect(log).not.toContain(lab.token);
    expect(log).not.toContain(session.xsrf);
    expect(log).not.toMatch(/[0-9a-f]{64}/);
  });
});

function origin(): string {
  return lab.url.replace(/\/$/, '');
}

function socketPath(): string {
  const folder = readdirSync(lab.temporary).find(name => name.startsWith('jupyter-server-proxy-'));
  if (folder === undefined) throw new Error('The bridge has no socket.');
  return join(lab.temporary, folder, 'socket');
}

function statusAtSocket(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ socketPath: socketPath(), path, headers }, answer => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
