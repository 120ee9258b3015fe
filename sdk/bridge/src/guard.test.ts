import { describe, expect, it } from 'vitest';
import { refusal, type GuardedRequest } from './guard.js';

const secret = 'f00d';

function request(change: Partial<GuardedRequest> = {}, headers = {}): GuardedRequest {
  return {
    method: 'POST',
    upgrade: false,
    ...change,
    headers: {
      host: 'lab.example:8888',
      origin: 'http://lab.example:8888',
      'x-carry-bridge': secret,
      cookie: 'a=b; _xsrf=token',
      'x-xsrftoken': 'token',
      'content-type': 'application/json',
      ...headers
    }
  };
}

const code = (r: GuardedRequest): string | undefined => refusal(r, secret)?.code;

describe('the guard of the bridge', () => {
  it('allows a request of the lab page', () => {
    expect(code(request())).toBeUndefined();
  });

  it.each([
    ['no secret', { 'x-carry-bridge': undefined }],
    ['an empty secret', { 'x-carry-bridge': '' }],
    ['another secret', { 'x-carry-bridge': 'f00e' }]
  ])('refuses %s, also for reads', (_what, headers) => {
    expect(refusal(request({ method: 'GET' }, headers), secret)).toMatchObject({
      code: 'BridgeSecretMissing',
      status: 401
    });
  });

  it.each(['http://evil.example', 'http://lab.example:9999', 'null'])(
    'refuses the origin %s, also for reads',
    origin => {
      expect(refusal(request({ method: 'GET' }, { origin }), secret)).toMatchObject({
        code: 'ForeignOrigin',
        status: 403
      });
    }
  );

  it('refuses a cross-site read without an origin', () => {
    const headers = { origin: undefined, 'sec-fetch-site': 'cross-site' };
    expect(code(request({ method: 'GET' }, headers))).toBe('ForeignOrigin');
  });

  it('allows a same-site read without an origin, which browsers omit', () => {
    expect(code(request({ method: 'GET' }, { origin: undefined }))).toBeUndefined();
  });

  it('refuses a WebSocket without an origin, which browsers always send', () => {
    const upgrade = request({ method: 'GET', upgrade: true }, { origin: undefined });
    expect(code(upgrade)).toBe('ForeignOrigin');
  });

  it.each([
    ['no header', { 'x-xsrftoken': undefined }],
    ['no cookie', { cookie: 'a=b' }],
    ['both empty', { cookie: '_xsrf=', 'x-xsrftoken': '' }],
    ['different ones', { 'x-xsrftoken': 'other' }]
  ])('refuses a change whose token has %s', (_what, headers) => {
    expect(refusal(request({}, headers), secret)).toMatchObject({
      code: 'XsrfMismatch',
      status: 403
    });
  });

  it("accepts the cookie of the user's server where JupyterHub has set one too", () => {
    expect(code(request({}, { cookie: '_xsrf=hub; _xsrf=token' }))).toBeUndefined();
  });

  it('refuses a change with the content type of an HTML form', () => {
    expect(code(request({}, { 'content-type': 'text/plain' }))).toBe('JsonExpected');
    expect(code(request({}, { 'content-type': undefined }))).toBe('JsonExpected');
  });
});
