import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/**
 * The names that each entry point exports at run time. They are a promise: to take one away or rename it breaks the
 * programs and notebooks of others, so it is done on purpose, here too.
 */
const promised: Record<string, string[]> = {
  '.': [
    'CarryError',
    'Experiments',
    'Models',
    'Run',
    'Runs',
    'Workspace',
    'connect',
    'isCarryError',
    'trackingAt',
    'trainingCallback'
  ],
  './arm': [
    'CarryError',
    'armErrors',
    'folderUri',
    'isCarryError',
    'isTerminal',
    'outputFilesUri',
    'outputFolder',
    'outputsFolder',
    'parseAssetReference',
    'parseDatastoreUri',
    'parseJobOutputUri',
    'resourceType',
    'workspacePath'
  ],
  './errors': ['CarryError', 'defineErrors', 'isCarryError'],
  './local-workspace': ['loadLocalWorkspace', 'localWorkspaceErrors'],
  './notebooks': [
    'NOTEBOOK_ENVIRONMENT',
    'coerceParameters',
    'notebookEnvironment',
    'notebookErrors',
    'notebookJob',
    'parseNotebook',
    'planSnapshot',
    'progressOf',
    'readNotebook',
    'readTexts'
  ],
  './registry': ['Models', 'registryErrors'],
  './tracking': [
    'Experiments',
    'Run',
    'Runs',
    'trackingAt',
    'trackingErrors',
    'trackingOf',
    'trainingCallback',
    'workspaceTracking'
  ],
  './workspace': [
    'Computes',
    'DataAssets',
    'Datastores',
    'Environments',
    'Job',
    'Jobs',
    'managementClient',
    'reachWorkspace',
    'uploadLocal',
    'workspaceErrors'
  ]
};

const source = (entry: string) => (entry === '.' ? './index.js' : `${entry}/index.js`);

describe('the package', () => {
  it.each(Object.entries(promised))('exports from %s what it promises', async (entry, names) => {
    const module = (await import(source(entry))) as object;
    expect(Object.keys(module).sort()).toEqual(names);
  });

  it('finds every entry point in exports and, for TypeScript 5.0 in notebooks, in typesVersions', () => {
    const manifest = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8')
    ) as {
      exports: Record<string, { types: string; default: string } | string>;
      typesVersions: { '*': Record<string, string[]> };
      main: string;
      types: string;
    };
    const { './package.json': own, '.': root, ...rooms } = manifest.exports;
    expect(own).toBe('./package.json');
    expect(root).toEqual({ types: manifest.types, default: manifest.main });
    for (const [entry, where] of Object.entries(rooms)) {
      const file = `./dist/${entry.slice(2)}/index`;
      expect(where).toEqual({ types: `${file}.d.ts`, default: `${file}.js` });
      expect(manifest.typesVersions['*'][entry.slice(2)]).toEqual([`${file}.d.ts`]);
    }
    expect(Object.keys(rooms).sort()).toEqual(Object.keys(promised).slice(1).sort());
  });
});
