import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Reads the built declarations, so build first. */
const { declaredNames } = (await import(
  new URL('../../exported-names.mjs', import.meta.url).href
)) as { declaredNames: (files: string[]) => Record<string, string[]> };

/**
 * The names that each entry point exports at run time. They are a promise: removing or renaming one breaks other
 * people's programs and notebooks, so it must be done on purpose, in this list too.
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
    'metricToJson',
    'trackingAt',
    'trainingCallback'
  ],
  './arm': [
    'CarryError',
    'FILE_SHARE_CONTAINER',
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
    'withoutOuterSlashes',
    'withoutTrailingSlashes',
    'workspacePath'
  ],
  './errors': [
    'CarryError',
    'defineErrors',
    'isCarryError',
    'isSecretVariable',
    'lookedUp',
    'printable',
    'startOf'
  ],
  './local-workspace': ['loadLocalWorkspace', 'localWorkspaceErrors'],
  './notebooks': [
    'NOTEBOOK_ENVIRONMENT',
    'NOTEBOOK_TAG',
    'boundParameters',
    'cellSeconds',
    'changedParameters',
    'coerceParameters',
    'cpuSeconds',
    'excludeFromSnapshot',
    'findMissing',
    'kernelEnvironment',
    'loggedMetrics',
    'notebookEnvironment',
    'notebookErrors',
    'notebookJob',
    'parseNotebook',
    'planSnapshot',
    'prepareSteps',
    'progressErrorText',
    'progressOf',
    'readNotebook',
    'readSweepValue',
    'readTexts',
    'submitAs',
    'usualGoal',
    'writeJobFile'
  ],
  './registry': ['Models', 'registryErrors'],
  './tracking': [
    'Experiments',
    'ModelAliases',
    'Run',
    'Runs',
    'metricToJson',
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
    'Schedules',
    'Secrets',
    'managementClient',
    'reachWorkspace',
    'uploadLocal',
    'workspaceErrors'
  ]
};

/** The types that each entry point exports besides; they are a promise to programs in TypeScript. */
const promisedTypes: Record<string, string[]> = {
  '.': [
    'Artifact',
    'ChildJob',
    'ClusterCreate',
    'ClusterScale',
    'Compute',
    'ConnectOptions',
    'CronTrigger',
    'Credential',
    'DataAsset',
    'DataUpload',
    'DownloadOptions',
    'Environment',
    'EnvironmentCreate',
    'ErrorCode',
    'ErrorFacts',
    'Experiment',
    'Job',
    'JobCreate',
    'JobListOptions',
    'RerunOptions',
    'JobProgress',
    'JobSpec',
    'JobStatus',
    'Jobs',
    'ListPage',
    'LogChunk',
    'LogOptions',
    'ManagementClient',
    'PipelineStep',
    'PipelineSteps',
    'RecurrenceTrigger',
    'MetricJson',
    'MetricReader',
    'MetricRow',
    'MetricTable',
    'Model',
    'ModelChange',
    'ModelDeployment',
    'ModelFiles',
    'ModelInput',
    'ModelRegister',
    'ModelVersion',
    'Paged',
    'RequestOptions',
    'RunCallback',
    'RunDetails',
    'RunSearch',
    'RunStart',
    'RunStatus',
    'Schedule',
    'ScheduleCreate',
    'ScheduleTrigger',
    'Secret',
    'SubmitNotebookOptions',
    'SubmitPipelineOptions',
    'TrainingCallbackOptions',
    'WorkspaceId'
  ],
  './arm': [
    'AssetBase',
    'AssetContainer',
    'AssetReference',
    'AutoMLChoice',
    'AutoMLData',
    'AutoMLJob',
    'AutoMLTask',
    'AutoMLTransformer',
    'CodeVersion',
    'CommandJob',
    'DataVersion',
    'DatastorePath',
    'Distribution',
    'EarlyTermination',
    'EnvironmentVersion',
    'EnvironmentVersionResource',
    'ErrorEnvelope',
    'ErrorFacts',
    'JobBase',
    'JobInput',
    'JobOutput',
    'JobOutputPath',
    'JobResource',
    'JobResources',
    'JobService',
    'JobStatus',
    'ModelVersion',
    'ModelVersionResource',
    'OutputFolder',
    'Page',
    'PendingUpload',
    'PipelineJob',
    'Resource',
    'RunDetails',
    'SweepJob',
    'SystemData',
    'WorkspaceId'
  ],
  './errors': ['ErrorCode', 'ErrorFacts', 'ErrorSpec', 'LookedUp'],
  './local-workspace': [
    'LocalBackup',
    'LocalCheck',
    'LocalDescription',
    'LocalRestore',
    'LocalRole',
    'LocalService',
    'LocalSetting',
    'LocalWorkspace'
  ],
  './notebooks': [
    'DataInput',
    'DataInputs',
    'DescribedOptions',
    'EnvironmentContent',
    'GivenParameters',
    'JobProgress',
    'KernelEnvironment',
    'KernelPackage',
    'KernelPackages',
    'Missing',
    'Notebook',
    'NotebookCell',
    'NotebookJob',
    'NotebookJobOptions',
    'NotebookSweep',
    'Parameter',
    'ParameterType',
    'ParameterValue',
    'PipelineStep',
    'PipelineSteps',
    'PreparedStep',
    'ReadNotebookOptions',
    'Snapshot',
    'SnapshotFile',
    'SnapshotLimits',
    'SubmitAsOptions',
    'SubmitTexts',
    'SweepGoal',
    'SweepPlan',
    'SweepValue',
    'WorkspaceTarget'
  ],
  './registry': [
    'Model',
    'ModelChange',
    'ModelDeployment',
    'ModelFiles',
    'ModelInput',
    'ModelRegister',
    'ModelVersion'
  ],
  './tracking': [
    'Artifact',
    'Experiment',
    'MetricJson',
    'MetricReader',
    'MetricRow',
    'MetricTable',
    'RunCallback',
    'RunModel',
    'RunSearch',
    'RunStart',
    'RunStatus',
    'TrackedWorkspace',
    'Tracking',
    'TrackingOptions',
    'TrainingCallbackOptions'
  ],
  './workspace': [
    'ChildJob',
    'ClusterCreate',
    'ClusterScale',
    'Compute',
    'ConnectOptions',
    'CronTrigger',
    'DataAsset',
    'DataUpload',
    'DownloadOptions',
    'Environment',
    'EnvironmentCreate',
    'JobCreate',
    'JobListOptions',
    'RerunOptions',
    'JobSpec',
    'LogChunk',
    'LogOptions',
    'ManagedWorkspace',
    'ManagementClient',
    'Reached',
    'RecurrenceTrigger',
    'Schedule',
    'ScheduleCreate',
    'ScheduleTrigger',
    'Secret',
    'SubmitNotebookOptions',
    'SubmitPipelineOptions',
    'TrackedRun',
    'Uploaded'
  ]
};

const source = (entry: string) => (entry === '.' ? './index.js' : `${entry}/index.js`);

describe('the package', () => {
  it.each(Object.entries(promised))('exports from %s what it promises', async (entry, names) => {
    const module = (await import(source(entry))) as object;
    expect(Object.keys(module).sort()).toEqual(names);
  });

  it('declares the types that it promises, and no other', () => {
    const file = (entry: string) =>
      fileURLToPath(new URL(`../dist/${entry}/index.d.ts`, import.meta.url));
    const declared = declaredNames(Object.keys(promised).map(file));
    const expected = Object.entries(promised).map(([entry, names]) => [
      file(entry),
      [...names, ...(promisedTypes[entry] ?? [])].sort()
    ]);
    expect(declared).toEqual(Object.fromEntries(expected));
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

  it('lists every entry point in its README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const listed = [...readme.matchAll(/^\| `carry-ml(\/[^`]+)?` /gm)].map(
      ([, path = '']) => `.${path}`
    );
    expect(listed.sort()).toEqual(Object.keys(promised).sort());
  });
});
