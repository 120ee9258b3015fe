import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WireClient } from '../conformance/wire-client.js';
import { startLocalWorkspace, type LocalWorkspace } from '../conformance/local-workspace.js';
import { keepPicture } from './browser.js';
import { launchTrustingBrowser, MlflowPage } from './mlflow-page.js';

let workspace: LocalWorkspace;
let browser: Browser;
let wire: WireClient;
let experiment: string;
let run: string;

/** One call of MLflow's REST API with the user's own token. */
async function call<T>(method: string, path: string, body?: object | string): Promise<T> {
  const url = `${workspace.environment.MLFLOW_TRACKING_URI}/api/2.0/${path}`;
  const sent = typeof body === 'object' ? JSON.stringify(body) : body;
  const answer = await wire.send(method, url, {}, sent);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as T;
}

interface Run {
  info: { run_id: string; artifact_uri: string; end_time?: number };
  data: { tags: { key: string; value: string }[] };
}

/** A finished run with 40 steps of a falling loss, two parameters and a text among its artifacts. */
async function logRun(name: string, rate: number): Promise<string> {
  const start = Date.now();
  const made = await call<{ run: Run }>('POST', 'mlflow/runs/create', {
    experiment_id: experiment,
    run_name: name,
    start_time: start
  });
  const { run_id: id, artifact_uri: artifacts } = made.run.info;
  const metrics = Array.from({ length: 40 }, (_, step) => ({
    key: 'loss',
    value: Math.exp(-rate * step),
    timestamp: start + step,
    step
  }));
  const params = [
    { key: 'rate', value: String(rate) },
    { key: 'hidden', value: '128' }
  ];
  await call('POST', 'mlflow/runs/log-batch', { run_id: id, metrics, params });
  await putArtifact(artifacts, 'notes/readme.txt', 'carry the one');
  await putArtifact(artifacts, 'model/MLmodel', 'flavors: {}\n');
  await call('POST', 'mlflow/runs/update', {
    run_id: id,
    status: 'FINISHED',
    end_time: start + 1000
  });
  return id;
}

async function putArtifact(uri: string, path: string, content: string): Promise<void> {
  const folder = uri.replace('mlflow-artifacts:/', '');
  await call('PUT', `mlflow-artifacts/artifacts/${folder}/${path}`, content);
}

beforeAll(async () => {
  workspace = await startLocalWorkspace();
  wire = new WireClient(workspace);
  browser = await launchTrustingBrowser(workspace);
  const made = await call<{ experiment_id: string }>('POST', 'mlflow/experiments/create', {
    name: 'adder'
  });
  experiment = made.experiment_id;
  await logRun('slow', 0.05);
  run = await logRun('quick', 0.2);
  await call('POST', 'mlflow/registered-models/create', { name: 'sums' });
  const source = { name: 'sums', source: `runs:/${run}/model`, run_id: run };
  await call('POST', 'mlflow/model-versions/create', source);
  const alias = { name: 'sums', alias: 'champion', version: '1' };
  await call('POST', 'mlflow/registered-models/alias', alias);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await workspace.stop();
}, 60_000);

describe("MLflow's own page, opened by carry ui", { timeout: 120_000 }, () => {
  let mlflow: MlflowPage;
  beforeAll(async () => {
    mlflow = await MlflowPage.open(browser, workspace);
  }, 60_000);
  afterAll(() => mlflow.close());

  it('lists the experiments', async () => {
    await mlflow.show('/experiments');
    await mlflow.page.getByRole('link', { name: 'adder', exact: true }).first().waitFor();
    await keepPicture(mlflow.page, 'mlflow-experiments');
    await mlflow.isCalm();
  });

  it('opens one from the list', async () => {
    await mlflow.page.getByRole('link', { name: 'adder', exact: true }).first().click();
    await mlflow.page.waitForURL(`**/#/experiments/${experiment}/**`);
    await mlflow.sees('No data available for the selected time range');
    await keepPicture(mlflow.page, 'mlflow-experiment');
    await mlflow.isCalm();
  });

  it('shows its runs in a table, and their metrics as curves', async () => {
    await mlflow.show(`/experiments/${experiment}/runs`);
    await mlflow.page.getByRole('link', { name: 'quick', exact: true }).waitFor();
    await mlflow.page.getByRole('link', { name: 'slow', exact: true }).waitFor();
    await mlflow.sees(/2 matching runs/);
    await keepPicture(mlflow.page, 'mlflow-runs');
    await mlflow.show(`/experiments/${experiment}/runs?compareRunsMode=CHART`);
    const curves = mlflow.page.locator('.scatterlayer .js-line');
    await expect.poll(() => curves.count(), { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    await mlflow.isCalm();
  });

  it('shows a run: its details, its curve, its artifacts', async () => {
    await mlflow.show(`/experiments/${experiment}/runs/${run}`);
    await mlflow.sees('Finished');
    await mlflow.sees('hidden');
    await mlflow.page.getByRole('link', { name: /sums/ }).first().waitFor();
    await keepPicture(mlflow.page, 'mlflow-run');
    await mlflow.show(`/experiments/${experiment}/runs/${run}/model-metrics`);
    await mlflow.page.locator('.scatterlayer .js-line').first().waitFor({ state: 'attached' });
    await keepPicture(mlflow.page, 'mlflow-metrics');
    await mlflow.show(`/experiments/${experiment}/runs/${run}/artifacts/notes/readme.txt`);
    await mlflow.sees('carry the one');
    await keepPicture(mlflow.page, 'mlflow-artifacts');
    await mlflow.isCalm();
  });

  it('shows the run of a job under the address that clients print for the job', async () => {
    await mlflow.show(`/runs/${run}?wsid=/subscriptions/s&tid=t`);
    await mlflow.page.waitForURL(`**/#/experiments/${experiment}/runs/${run}**`);
    await mlflow.sees('quick');
    await mlflow.isCalm();
  });

  it('shows the registered models, and a version with its alias and its run', async () => {
    await mlflow.show('/models');
    await mlflow.page.getByRole('link', { name: 'sums', exact: true }).first().waitFor();
    await keepPicture(mlflow.page, 'mlflow-models');
    await mlflow.show('/models/sums/versions/1');
    await mlflow.sees(/champion/);
    await mlflow.page.getByRole('link', { name: 'quick', exact: true }).waitFor();
    await keepPicture(mlflow.page, 'mlflow-version');
    await mlflow.isCalm();
  });

  it('stores the changes of its user', async () => {
    await describeRun(mlflow, 'carries well');
    await mlflow.sees('carries well');
    expect(await noteOf(run)).toBe('carries well');
    await mlflow.isCalm();
  });

  it('changes nothing for the page of another site in the same browser', async () => {
    const foreign = await startForeignSite();
    const { port } = foreign.address() as AddressInfo;
    const page = await mlflow.page.context().newPage();
    try {
      await page.goto(`http://127.0.0.1:${port}/`);
      const url = `${workspace.environment.MLFLOW_TRACKING_URI}/ajax-api/2.0/mlflow/runs/set-tag`;
      const body = JSON.stringify({ run_id: run, key: 'mlflow.note.content', value: 'forged' });
      const outcome = await page.evaluate(forge, { url, body });
      // The browser sends it and hides the response: the test checks that the workspace refused it.
      expect(outcome).toBe('opaque');
      expect(await noteOf(run)).toBe('carries well');
    } finally {
      await page.close();
      foreign.close();
    }
  });
});

describe("MLflow's own page", { timeout: 60_000 }, () => {
  it('shows everything to a reader, and refuses changes', async () => {
    const mlflow = await MlflowPage.open(browser, workspace, '--role', 'reader');
    await mlflow.show(`/experiments/${experiment}/runs`);
    await mlflow.page.getByRole('link', { name: 'quick', exact: true }).waitFor();
    await mlflow.isCalm();
    const before = await noteOf(run);
    await describeRun(mlflow, 'by a reader');
    await expect.poll(() => mlflow.complaints.join(), { timeout: 20_000 }).toContain('403');
    expect(await noteOf(run)).toBe(before);
    await mlflow.close();
  });

  it('shows a report that a job wrote, and lets it change nothing', async () => {
    const { run: found } = await call<{ run: Run }>('GET', `mlflow/runs/get?run_id=${run}`);
    const url = `${workspace.environment.MLFLOW_TRACKING_URI}/ajax-api/2.0/mlflow/runs/set-tag`;
    const tag = { run_id: run, key: 'mlflow.note.content', value: 'by a report' };
    const script = `(${forge.toString()})(${JSON.stringify({ url, body: JSON.stringify(tag) })})
      .then(outcome => document.body.append('it tried: ' + outcome))`;
    const report = `<h1>Report</h1><script>${script}</script>`;
    await putArtifact(found.info.artifact_uri, 'report.html', report);
    const before = await noteOf(run);
    const mlflow = await MlflowPage.open(browser, workspace);
    await mlflow.show(`/experiments/${experiment}/runs/${run}/artifacts/report.html`);
    await mlflow.page.frameLocator('iframe').getByText('it tried: opaque').waitFor();
    expect(mlflow.complaints).toContain('403 POST ajax-api/2.0/mlflow/runs/set-tag');
    expect(await noteOf(run)).toBe(before);
    await mlflow.close();
  });

  it('shows a picture that a job wrote', async () => {
    const { run: found } = await call<{ run: Run }>('GET', `mlflow/runs/get?run_id=${run}`);
    const uri = found.info.artifact_uri;
    await putArtifact(uri, 'plot.svg', svg('<rect width="30" height="20" fill="teal"/>'));
    const mlflow = await MlflowPage.open(browser, workspace);
    const artifacts = `/experiments/${experiment}/runs/${run}/artifacts`;
    await mlflow.show(`${artifacts}/plot.svg`);
    const picture = mlflow.page.locator('img[src^="blob:"], img[src*="get-artifact"]').first();
    await picture.waitFor({ timeout: 20_000 });
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await mlflow.isCalm();
    await mlflow.close();
  });

  describe('in a browser that opens a file of a job by its own address', () => {
    let mlflow: MlflowPage;
    beforeAll(async () => {
      mlflow = await MlflowPage.open(browser, workspace);
    }, 60_000);
    afterAll(() => mlflow.close());

    const script = () => {
      const url = `${workspace.environment.MLFLOW_TRACKING_URI}/ajax-api/2.0/mlflow/runs/set-tag`;
      const tag = { run_id: run, key: 'mlflow.note.content', value: 'by a file' };
      return `(${forge.toString()})(${JSON.stringify({ url, body: JSON.stringify(tag) })})`;
    };
    const xhtml = (tag: string) =>
      `<html xmlns="http://www.w3.org/1999/xhtml"><body><p>ready</p>${tag}</body></html>`;
    const contents: Record<string, () => string> = {
      'text/html': () => `<p>ready</p><script>${script()}</script>`,
      'image/svg+xml': () => svg(`<text y="15">ready</text><script>${cdata(script())}</script>`),
      'application/xhtml+xml': () => xhtml(`<script>${cdata(script())}</script>`),
      'text/xml': () => xhtml(`<script>${cdata(script())}</script>`),
      'text/plain': () => `<p>ready</p><script>${script()}</script>`,
      'application/octet-stream': () => `<p>ready</p><script>${script()}</script>`,
      '': () => `<p>ready</p><script>${script()}</script>`
    };
    const events = (type: string) =>
      contents[type]!().replace(/<script>.*<\/script>/s, '') +
      (type === 'text/html' ? `<img src="x" onerror='${script()}'/>` : '');

    it.each(Object.keys(contents))('runs no script of a blob of the type %j', async type => {
      for (const content of [contents[type]!(), events(type)])
        await opensHarmlessly(mlflow, await putBlob('report', type, content));
    });

    it.each(['report.html', 'report.svg', 'report.xml', 'report'])(
      'runs no script of the artifact %s',
      async path => {
        const { run: found } = await call<{ run: Run }>('GET', `mlflow/runs/get?run_id=${run}`);
        const type = path.endsWith('.svg') ? 'image/svg+xml' : 'text/html';
        await putArtifact(found.info.artifact_uri, path, contents[type]!());
        const { MLFLOW_TRACKING_URI: uri } = workspace.environment;
        const folder = found.info.artifact_uri.replace('mlflow-artifacts:/', '');
        await opensHarmlessly(mlflow, `${uri}/get-artifact?run_id=${run}&path=${path}`);
        await opensHarmlessly(
          mlflow,
          `${uri}/api/2.0/mlflow-artifacts/artifacts/${folder}/${path}`
        );
      }
    );

    it('runs no script of an error that repeats the address', async () => {
      const origin = new URL(workspace.environment.MLFLOW_TRACKING_URI!).origin;
      const markup = encodeURIComponent(`<script>${script()}</script>`);
      for (const path of [
        `/local.blob.carry/azureml/${markup}`,
        `/local.blob.carry/azureml/%zz${markup}`,
        `/${markup}`,
        `/mlflow/v2.0${wire.path}/static-files/${markup}`
      ])
        await opensHarmlessly(mlflow, origin + path);
    });
  });

  it('shows its errors, and the tests detect them', async () => {
    const mlflow = await MlflowPage.open(browser, workspace);
    await mlflow.page.route('**/gateway-proxy*', route =>
      route.fulfill({ status: 501, json: { error_code: 'X', message: 'A made-up error' } })
    );
    await mlflow.show(`/experiments/${experiment}/runs`);
    await expect
      .poll(async () => (await mlflow.errors()).join(), { timeout: 20_000 })
      .toContain('A made-up error');
    expect(mlflow.complaints).toEqual(['501 GET ajax-api/2.0/mlflow/gateway-proxy']);
    await mlflow.close();
  });

  it('tells a browser that is not signed in how to sign in', async () => {
    const page = await browser.newPage();
    const answer = await page.goto(`${workspace.environment.MLFLOW_TRACKING_URI}/`);
    expect(answer?.status()).toBe(401);
    expect(await page.innerText('body')).toContain("Run 'carry ui'");
    await page.close();
  });

  it('opens once with each file', async () => {
    const mlflow = await MlflowPage.open(browser, workspace);
    const page = await browser.newPage();
    await page.goto(`file://${workspace.home}/open-mlflow.html`);
    await page.waitForURL(/\/sign-in$/);
    expect(await page.innerText('body')).toContain("Run 'carry ui'");
    await page.close();
    await mlflow.close();
  });
});

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">${content}</svg>`;
const cdata = (script: string) => `<![CDATA[${script}]]>`;

/** Stores a blob and returns its URL with a signature, as a client shows it. */
async function putBlob(name: string, type: string, content: string): Promise<string> {
  const path = `/local.blob.carry/azureml-blobstore/${name}`;
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'x-ms-blob-content-type': type };
  const put = await wire.send('PUT', path, headers, content);
  expect(put.status).toBe(201);
  const secrets = await wire.send(
    'POST',
    `${wire.path}/datastores/workspaceblobstore/listSecrets?api-version=2023-04-01`,
    { 'content-type': 'application/json' },
    '{}'
  );
  const { sasToken } = JSON.parse(secrets.body) as { sasToken: string };
  return `${new URL(workspace.environment.MLFLOW_TRACKING_URI!).origin}${path}?${sasToken}`;
}

/** Opens the address in a browser that is signed in, alone and in a frame of MLflow's page, and requires that it changed nothing. */
async function opensHarmlessly(mlflow: MlflowPage, url: string): Promise<void> {
  const before = await noteOf(run);
  const page = await mlflow.page.context().newPage();
  const asked: string[] = [];
  for (const each of [page, mlflow.page])
    each.on('request', request => {
      if (new URL(request.url()).pathname.endsWith('/runs/set-tag')) asked.push(request.url());
    });
  // A browser downloads what it cannot display.
  await page.goto(url).catch((error: unknown) => {
    expect(String(error)).toMatch(/Download is starting|ERR_ABORTED/);
  });
  await mlflow.page.evaluate(async source => {
    const frame = document.createElement('iframe');
    const loaded = new Promise(resolve => {
      frame.addEventListener('load', resolve);
      // A download does not load.
      setTimeout(resolve, 1000);
    });
    frame.src = source;
    document.body.append(frame);
    await loaded;
  }, url);
  expect(asked).toEqual([]);
  expect(await noteOf(run)).toBe(before);
  await page.close();
}

/** Writes the description of the run as a user does. */
async function describeRun(mlflow: MlflowPage, text: string): Promise<void> {
  await mlflow.show(`/experiments/${experiment}/runs/${run}`);
  await mlflow.sees('Description');
  await mlflow.page.getByRole('button', { name: 'Edit description' }).first().click();
  await mlflow.page.locator('textarea').first().fill(text);
  await mlflow.page.getByRole('button', { name: 'Save' }).first().click();
}

async function noteOf(id: string): Promise<string | undefined> {
  const { run: found } = await call<{ run: Run }>('GET', `mlflow/runs/get?run_id=${id}`);
  return found.data.tags.find(tag => tag.key === 'mlflow.note.content')?.value;
}

function startForeignSite(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<title>Another site</title>');
  });
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

/** Runs in a page that is not MLflow's: a request that a browser sends without a preflight. */
async function forge({ url, body }: { url: string; body: string }): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    mode: 'no-cors',
    credentials: 'include',
    headers: { 'content-type': 'text/plain' },
    body
  });
  return answer.type;
}
