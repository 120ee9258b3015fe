import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

describe("MLflow's own page", () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
  });
  afterEach(() => workspace.close());

  const install = (python = 'lib/python3.12/site-packages') => {
    const build = join(workspace.folder, 'venv', python, 'mlflow/server/js/build');
    const put = (name: string, text: string) => {
      mkdirSync(dirname(join(build, name)), { recursive: true });
      writeFileSync(join(build, name), text);
    };
    put('index.html', '<title>MLflow</title>');
    put('static/js/main.1.js', 'run()');
    return build;
  };
  const get = (path: string, accept = 'text/html,*/*') =>
    workspace.app.inject({ url: `${prefix}${path}`, headers: { accept } });

  it('is served unchanged from the wheel, with its files', async () => {
    install();
    const page = await get('/');
    expect([page.statusCode, page.body]).toEqual([200, '<title>MLflow</title>']);
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'self'");
    const script = await get('/static-files/static/js/main.1.js');
    expect([script.headers['content-type'], script.body]).toEqual([
      'text/javascript; charset=utf-8',
      'run()'
    ]);
  });

  it('redirects to the address with a trailing slash, which its links are relative to', async () => {
    install();
    const { statusCode, headers } = await get('?workspace=x');
    expect([statusCode, headers.location]).toEqual([308, `${prefix}/?workspace=x`]);
  });

  it.each(['lib/python3/dist-packages', 'Lib/site-packages', 'share/mlflow-page'])(
    'is found in %s',
    async packages => {
      install(packages);
      expect((await get('/')).statusCode).toBe(200);
    }
  );

  it('says what to install if it is missing, and opens once it is installed', async () => {
    const before = await get('/');
    expect(before.statusCode).toBe(501);
    expect(before.headers['content-type']).toContain('text/html');
    expect(before.body).toContain('PAGE_NOT_INSTALLED');
    expect(before.body).toContain('pip install mlflow');
    const build = install();
    expect((await get('/')).statusCode).toBe(200);
    rmSync(build, { recursive: true });
    expect((await get('/')).statusCode).toBe(501);
  });

  it('sends JSON errors to a client that is not a browser', async () => {
    for (const path of ['/', '/static-files/main.js']) {
      const response = await get(path, '*/*');
      expect([response.statusCode, response.json<{ error_code: string }>().error_code]).toEqual([
        501,
        'PAGE_NOT_INSTALLED'
      ]);
    }
  });

  it.each(['../../../secret', '%2e%2e/secret', 'static/..%2f..%2fsecret', 'static', 'nothing.js'])(
    'serves no file outside its folder: %s',
    async path => {
      const build = install();
      writeFileSync(join(dirname(build), 'secret'), 'secret');
      const { statusCode, body } = await get(`/static-files/${path}`);
      expect([400, 404]).toContain(statusCode);
      expect(body).not.toBe('secret');
    }
  );
});
