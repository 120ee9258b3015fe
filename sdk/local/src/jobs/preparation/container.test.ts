import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandJob } from 'carry-ml/arm';
import { Home } from '../../home.js';
import type { StoredJob } from '../../store/job-store.js';
import type { PortValues } from './command-line.js';
import { prepareContainer } from './container.js';

describe('prepareContainer', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-container-'));
    mkdirSync(join(folder, 'work'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  const prepare = (
    properties: Partial<CommandJob> = {},
    ports: PortValues = { inputs: {}, outputs: {} },
    variables: Record<string, string> = {}
  ) => {
    const job: StoredJob<CommandJob> = {
      name: 'j',
      properties: { jobType: 'Command', command: 'true', environmentId: 'e', ...properties },
      status: 'Preparing',
      compute: 'cpu',
      experiment: 'x',
      createdBy: 'ada',
      createdAt: 1,
      mark: 'm'
    };
    return prepareContainer(job, folder, {
      command: 'true',
      variables,
      container: {
        image: 'python:3.11',
        variables: {},
        engine: {
          title: 'Docker',
          path: '/usr/bin/docker',
          version: '27',
          isRootless: false,
          hasInit: true,
          environment: { HOME: '/home/ada' }
        }
      },
      files: { ports, artifacts: '/store/j', home: new Home('/state') }
    });
  };
  const path = (text: string) => ({ text, isPath: true });

  it.each([
    ['ReadOnlyMount', ',readonly'],
    [undefined, ',readonly'],
    ['ReadWriteMount', '']
  ])('mounts data that are used in place in mode %s', async (mode, option) => {
    const { command } = await prepare(
      { inputs: { d: { jobInputType: 'uri_folder', uri: 'u', mode } } },
      { inputs: { d: path('/store/d') }, outputs: {} }
    );
    expect(command).toMatch(new RegExp(`source=/store/d,target=/store/d${option} `));
  });

  it('mounts a copy with the folder around it, and no URI', async () => {
    const copy = join(folder, 'inputs', 'd', 'a, b.csv');
    const { command } = await prepare(
      {
        inputs: {
          d: { jobInputType: 'uri_file', uri: 'u', mode: 'Download' },
          u: { jobInputType: 'uri_file', uri: 'u', mode: 'Direct' }
        }
      },
      { inputs: { d: path(copy), u: path('azureml://datastores/x/paths/y') }, outputs: {} }
    );
    expect(command).toContain(`source=${folder}/inputs/d,target=${folder}/inputs/d --`);
    expect(command).not.toContain('azureml:');
  });

  it('lets an output win over an input of the same path, and the inner path over the outer one', async () => {
    const { command } = await prepare(
      {
        inputs: {
          d: { jobInputType: 'uri_folder', uri: 'u' },
          e: { jobInputType: 'uri_folder', uri: 'u' }
        }
      },
      { inputs: { e: path('/s/out/in'), d: path('/s/out') }, outputs: { o: path('/s/out') } }
    );
    expect(command).toMatch(/source=\/s\/out,target=\/s\/out --.*source=\/s\/out\/in,.*,readonly/);
  });

  it('mounts the certificates of the workspace for reading', async () => {
    expect((await prepare()).command).toContain(
      'source=/state/tls/bundle.pem,target=/state/tls/bundle.pem,readonly'
    );
  });

  it('does not mount the scripts of the leader', async () => {
    const { command } = await prepare();
    expect(command).not.toContain(`source=${folder},`);
  });

  it('has a home for a user whom the image does not know', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1234);
    const { command, environment } = await prepare();
    expect(command).toContain('--user 1234:');
    expect(readFileSync(join(folder, 'container/enter.sh'), 'utf8')).toContain(
      `export HOME='${folder}/home'`
    );
    expect(environment.HOME).toBe('/home/ada');
  });

  it('keeps the variables of a job from the engine, and gives them to be masked', async () => {
    const variables = { DOCKER_HOST: 'tcp://elsewhere', API_KEY: 'secret-secret' };
    const { command, environment, variables: masked } = await prepare({}, undefined, variables);
    expect(environment).not.toHaveProperty('DOCKER_HOST');
    expect(command).not.toContain('secret-secret');
    expect(masked).toMatchObject(variables);
  });

  it.each([
    [undefined, '2g'],
    ['512m', '512m']
  ])('gives shared memory of %s', async (shmSize, size) => {
    expect((await prepare({ resources: { shmSize } })).command).toContain(`--shm-size ${size} `);
  });

  it.each(['2 g', '--privileged', '0', 7])('refuses shared memory of %j', async shmSize => {
    await expect(prepare({ resources: { shmSize } })).rejects.toMatchObject({
      code: 'ContainerSharedMemoryInvalid'
    });
  });

  it('refuses a distribution', async () => {
    await expect(prepare({ distribution: { distributionType: 'PyTorch' } })).rejects.toMatchObject({
      code: 'ContainerDistributionNotServed'
    });
  });
});
