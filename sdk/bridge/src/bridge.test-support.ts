import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { buildApp } from './app.js';
import type { TypedApp } from './context.js';
import { fakeWorkspace, type FakeJob } from './fake-workspace.test-support.js';
import { LabRoot } from './lab-root.js';

/** A bridge of a fake workspace for each test, and the folder of its lab, which has the notebook `n.ipynb`. */
export let app: TypedApp;
export let folder: string;
/** The jobs of the workspace; a change is visible to the next request. */
export let jobs: FakeJob[];
export let made: ReturnType<typeof fakeWorkspace>;

let reachable: boolean;

/** Makes the bridge before each test of a file, and closes it afterwards. */
export function useBridge(makeJobs: () => FakeJob[] = runningJob): void {
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'carry-bridge-')));
    await writeFile(join(folder, 'n.ipynb'), notebook('digits: int = 2'));
    jobs = makeJobs();
    made = fakeWorkspace(jobs);
    reachable = true;
    app = await buildApp({
      connect: () =>
        reachable
          ? Promise.resolve(made.workspace)
          : Promise.reject(new Error('connection refused')),
      root: await LabRoot.at(folder),
      secret: 's'
    });
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });
}

/** Sets whether the bridge can connect to the workspace. */
export function setReachable(isReachable: boolean): void {
  reachable = isReachable;
}

/** Sends a request as the page does, by way of the Jupyter server. */
export function get(url: string) {
  return app.inject({ url, headers });
}

export function post(url: string, payload: object) {
  return app.inject({ method: 'POST', url, headers, payload });
}

/** Returns a notebook file whose only cell is its parameters cell. */
export function notebook(parameters: string): string {
  return JSON.stringify({
    cells: [
      { cell_type: 'code', metadata: { tags: ['parameters'] }, source: parameters, outputs: [] }
    ],
    metadata: {
      kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  });
}

const headers = {
  host: 'lab',
  origin: 'http://lab',
  'x-carry-bridge': 's',
  cookie: '_xsrf=t',
  'x-xsrftoken': 't',
  'content-type': 'application/json'
};

function runningJob(): FakeJob[] {
  return [{ name: 'one', status: 'Running', cell: 1, metrics: { loss: [3, 2] }, log: 'hello\n' }];
}
