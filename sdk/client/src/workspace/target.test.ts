import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findTarget } from './target.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'carry-target-'));
  await mkdir(join(root, 'a/b'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

const configured = { subscription: 's1', resourceGroup: 'g1', workspace: 'w1' };
const named = { subscription: 's2', resourceGroup: 'g2', workspace: 'w2' };
const variables = {
  AZUREML_ARM_SUBSCRIPTION: 's2',
  AZUREML_ARM_RESOURCEGROUP: 'g2',
  AZUREML_ARM_WORKSPACE_NAME: 'w2'
};
const local = {
  ARM_CLOUD_METADATA_URL: 'https://127.0.0.1:1/metadata/endpoints',
  IDENTITY_ENDPOINT: 'https://127.0.0.1:1/msi/token',
  IDENTITY_HEADER: 'h',
  MLFLOW_TRACKING_URI: 'https://127.0.0.1:1/mlflow',
  MLFLOW_TRACKING_TOKEN: 't'
};

async function config(path: string, text?: string): Promise<void> {
  const json = { subscription_id: 's1', resource_group: 'g1', workspace_name: 'w1' };
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text ?? JSON.stringify(json));
}

const find = (environment: Record<string, string> = {}, from = 'a/b') =>
  findTarget({ from: join(root, from), environment }, () => Promise.resolve({}));

describe('findTarget', () => {
  it.each(['config.json', 'a/config.json', 'a/b/config.json', 'a/.azureml/config.json'])(
    'finds %s from a folder or a file in it',
    async path => {
      await config(path);
      await writeFile(join(root, 'a/b/nb.ipynb'), '{}');
      expect((await find()).id).toEqual(configured);
      expect((await find({}, 'a/b/nb.ipynb')).id).toEqual(configured);
    }
  );

  it('passes over the config.json of another program', async () => {
    await config('a/b/config.json', '{"theme": "dark"}');
    await config('config.json');
    expect((await find()).id).toEqual(configured);
  });

  it.each(['{"subscription_id": "s1"', '{"subscription_id": "s1", "resource_group": "g"}'])(
    'refuses a config.json that names a workspace in part: %s',
    async text => {
      await config('config.json', text);
      await expect(find()).rejects.toMatchObject({ code: 'ConfigFileInvalid' });
    }
  );

  it('takes the variables when there is no config.json', async () => {
    const environment = { ...variables, ...local };
    expect(await find(environment)).toEqual({ id: named, variables: environment });
  });

  it('names the variables that are missing', async () => {
    await expect(find({ AZUREML_ARM_SUBSCRIPTION: 's2' })).rejects.toThrow(
      /AZUREML_ARM_RESOURCEGROUP and AZUREML_ARM_WORKSPACE_NAME not set/
    );
  });

  it('prefers config.json outside a run and the variables inside one', async () => {
    await config('config.json');
    expect((await find(variables)).id).toEqual(configured);
    expect((await find({ ...variables, AZUREML_RUN_ID: 'r' })).id).toEqual(named);
  });

  it("does not send another workspace's requests where the variables point", async () => {
    await config('config.json');
    const target = await find({ ...variables, ...local, PATH: 'p' });
    expect(target.variables).toEqual({ ...variables, PATH: 'p' });
  });

  it('keeps the variables of other services, such as those of a sovereign cloud and its identity', async () => {
    await config('config.json');
    const cloud = {
      ARM_CLOUD_METADATA_URL: 'https://management.chinacloudapi.cn/metadata',
      IDENTITY_ENDPOINT: 'http://169.254.129.1/token',
      IDENTITY_HEADER: 'h'
    };
    expect((await find(cloud)).variables).toEqual(cloud);
  });

  it('keeps the variables when config.json names the same workspace', async () => {
    await config('config.json');
    const same = {
      ...local,
      AZUREML_ARM_SUBSCRIPTION: 'S1',
      AZUREML_ARM_RESOURCEGROUP: 'G1',
      AZUREML_ARM_WORKSPACE_NAME: 'w1'
    };
    expect((await find(same)).variables).toEqual(same);
  });

  it('asks for the workspace on demand only when nothing is configured', async () => {
    const onDemand = vi.fn(() => Promise.resolve({ ...variables, ...local }));
    const options = { from: root, environment: { PATH: 'p' } };
    expect(await findTarget(options, onDemand)).toEqual({
      id: named,
      variables: { PATH: 'p', ...variables, ...local }
    });
    await config('config.json');
    await findTarget(options, onDemand);
    expect(onDemand).toHaveBeenCalledTimes(1);
  });
});
