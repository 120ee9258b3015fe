import { Readable } from 'node:stream';
import type { ModelChange, ModelDeployment, ModelVersion } from 'carry-ml';
import { CarryError } from 'carry-ml/errors';

/** The models of the fake workspace: `adder` with two versions, of which the second came from the run `one`. */
export function fakeModels() {
  let versions = ['2', '1'].map(fakeVersion);
  const aliases: Record<string, string> = { champion: '2' };
  const deployments: ModelDeployment[] = [
    { version: '2', endpoint: 'sums', deployment: 'blue', kind: 'online', traffic: 100 }
  ];
  const files: Record<string, string> = { MLmodel: 'flavors: {}', 'data/weights.bin': '1234' };
  const find = (version: string): ModelVersion => {
    const found = versions.find(one => one.version === version);
    if (!found) throw new CarryError('ResourceNotFound', 404, `There is no version ${version}.`);
    return found;
  };
  const all = <T>(items: () => T[]) => ({ all: () => Promise.resolve(items()) });
  return {
    list: () => all(() => (versions.length > 0 ? [{ name: 'adder', latestVersion: '2' }] : [])),
    versions: () => all(() => versions),
    get: async (_: string, version: string) => Promise.resolve(find(version)),
    aliases: () => Promise.resolve(aliases),
    deployments: () => Promise.resolve(deployments),
    page: (name: string, version: string) => Promise.resolve(`https://page/${name}/${version}`),
    files: () =>
      Promise.resolve({
        list: () =>
          Promise.resolve(
            Object.entries(files).map(([path, text]) => ({
              path,
              isFolder: false,
              size: text.length
            }))
          ),
        open: (path: string) => Promise.resolve(Readable.from([Buffer.from(files[path] ?? '')]))
      }),
    signature: () => Promise.resolve([{ name: 'x', type: 'double', isRequired: true }]),
    update: async (_: string, version: string, change: ModelChange) =>
      Promise.resolve(Object.assign(find(version), change)),
    setAlias: (_: string, alias: string, version: string) => {
      aliases[alias] = version;
      return Promise.resolve();
    },
    removeAlias: (_: string, alias: string) => {
      Reflect.deleteProperty(aliases, alias);
      return Promise.resolve();
    },
    delete: (_: string, version: string) => {
      versions = versions.filter(one => one.version !== version);
      return Promise.resolve();
    },
    deleteAll: () => {
      versions = [];
      return Promise.resolve();
    }
  };
}

function fakeVersion(version: string): ModelVersion {
  return {
    name: 'adder',
    version,
    id: `/models/adder/versions/${version}`,
    type: 'mlflow_model',
    uri: 'u',
    run: version === '2' ? 'one' : 'gone',
    tags: { digits: '2' },
    isArchived: false
  };
}
