import { fastify } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { replyWithErrors } from '../protocol/error-reply.js';
import { authenticate } from './authenticate.js';
import { BrowserSessions } from './browser-sessions.js';
import { question } from './route-access.js';
import { signInPath, signInRoute, ticketPath, ticketRoute } from './sign-in.js';
import { Tokens, type Role } from './tokens.js';

const HOUR = 3_600_000;
const origin = 'https://127.0.0.1:4711';
const page = '/mlflow/v2.0/w/';
const runs = `${page}ajax-api/2.0/mlflow/runs/create`;

describe('a browser', () => {
  const clock = { now: 0 };
  const now = () => clock.now;
  const tokens = new Tokens(Buffer.from('k'.repeat(32)), now, 'ada');
  const sessions = new BrowserSessions(now);
  const app = fastify();
  replyWithErrors(app);
  authenticate(app, { tokens, sessions, origin: () => origin });
  ticketRoute(app, sessions);
  void app.register((inner, _options, done) => {
    signInRoute(inner, sessions, { origin: () => origin, page });
    done();
  });
  app.get(page, () => ({}));
  app.post(runs, () => ({}));
  app.post(`${page}ajax-api/2.0/mlflow/runs/search`, { config: question }, () => ({}));
  app.all('/subscriptions/s', () => ({}));
  beforeEach(() => {
    clock.now = Date.UTC(2026, 0, 1);
  });

  const own = { host: '127.0.0.1:4711' };
  const fromPage = { 'sec-fetch-site': 'same-origin', origin };
  const ticketOf = async (role: Role = 'Contributor', seconds = 7 * 24 * 3600) => {
    const authorization = `Bearer ${tokens.mint('x', seconds, role).token}`;
    const headers = { ...own, authorization };
    const answer = await app.inject({ method: 'POST', url: ticketPath, headers });
    return answer.json<{ ticket: string }>().ticket;
  };
  const handIn = (ticket: string, headers: object = {}) =>
    app.inject({
      method: 'POST',
      url: signInPath,
      headers: {
        ...own,
        origin: 'null',
        'content-type': 'application/x-www-form-urlencoded',
        ...headers
      },
      payload: new URLSearchParams({ ticket }).toString()
    });
  const cookieOf = async (role?: Role, seconds?: number) => {
    const answer = await handIn(await ticketOf(role, seconds));
    return String(answer.headers['set-cookie']).split(';')[0] ?? '';
  };
  const ask = async (method: 'GET' | 'POST', url: string, headers: object) =>
    (await app.inject({ method, url, headers: { ...own, ...headers } })).statusCode;

  it('is signed in with a ticket and redirected to the page', async () => {
    const answer = await handIn(await ticketOf());
    expect([answer.statusCode, answer.headers.location]).toEqual([303, page]);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^__Secure-carry-4711=[\w-]{43}; /);
    expect(cookie.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Path=/mlflow/',
      'SameSite=Lax',
      'Secure'
    ]);
    expect(await ask('GET', page, { cookie: cookie.split(';')[0] })).toBe(200);
  });

  it('is refused without a cookie, or with an invented one', async () => {
    expect(await ask('GET', page, {})).toBe(401);
    expect(await ask('GET', page, { cookie: '__Secure-carry-4711=made-up' })).toBe(401);
  });

  it('cannot use a ticket twice, or after five minutes', async () => {
    const ticket = await ticketOf();
    expect((await handIn(ticket)).statusCode).toBe(303);
    expect((await handIn(ticket)).statusCode).toBe(401);
    const old = await ticketOf();
    clock.now += HOUR / 12;
    expect((await handIn(old)).statusCode).toBe(401);
  });

  it('cannot be signed in by the page of another site', async () => {
    const answer = await handIn(await ticketOf(), { origin: 'https://evil.example' });
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([403, undefined]);
  });

  it('gets no ticket for a cookie', async () => {
    const headers = { ...own, ...fromPage, cookie: await cookieOf() };
    const answer = await app.inject({ method: 'POST', url: ticketPath, headers });
    expect(answer.statusCode).toBe(401);
  });

  it('is signed out after twelve hours, or earlier when the token of its ticket expires', async () => {
    const cookie = await cookieOf();
    const short = await cookieOf('Contributor', 3600);
    clock.now += HOUR - 1;
    expect(await ask('GET', page, { cookie: short })).toBe(200);
    clock.now += 1;
    expect(await ask('GET', page, { cookie: short })).toBe(401);
    clock.now += 11 * HOUR - 1;
    expect(await ask('GET', page, { cookie })).toBe(200);
    clock.now += 1;
    expect(await ask('GET', page, { cookie })).toBe(401);
  });

  it('may change something only for its own page', async () => {
    const cookie = await cookieOf();
    expect(await ask('POST', runs, { cookie, ...fromPage })).toBe(200);
    expect(await ask('POST', runs, { cookie, origin })).toBe(200);
    expect(await ask('POST', runs, { cookie })).toBe(403);
    for (const site of ['cross-site', 'same-site', 'none'])
      expect([site, await ask('POST', runs, { cookie, 'sec-fetch-site': site })]).toEqual([
        site,
        403
      ]);
    for (const foreign of ['null', 'https://evil.example', 'https://127.0.0.1:4712'])
      expect([foreign, await ask('POST', runs, { cookie, origin: foreign })]).toEqual([
        foreign,
        403
      ]);
  });

  it('may open the page by a link from any site, but not in a frame or a script of another site', async () => {
    const cookie = await cookieOf();
    const cross = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await ask('GET', page, { ...cross, 'sec-fetch-dest': 'document' })).toBe(200);
    expect(await ask('GET', page, { ...cross, 'sec-fetch-dest': 'iframe' })).toBe(403);
    expect(await ask('GET', page, { ...cross, 'sec-fetch-mode': 'no-cors' })).toBe(403);
  });

  it('has no access to the rest of the workspace with its cookie', async () => {
    const cookie = await cookieOf();
    for (const method of ['GET', 'POST'] as const)
      expect(await ask(method, '/subscriptions/s', { cookie, ...fromPage })).toBe(401);
  });

  it('may read but not write in the role of a Reader', async () => {
    const reader = { cookie: await cookieOf('Reader'), ...fromPage };
    expect(await ask('GET', page, reader)).toBe(200);
    expect(await ask('POST', runs.replace('create', 'search'), reader)).toBe(200);
    expect(await ask('POST', runs, reader)).toBe(403);
  });
});
