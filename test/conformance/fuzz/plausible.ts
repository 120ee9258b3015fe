import fc, { type Arbitrary } from 'fast-check';

/** The few names that all resources of a run share, so that requests refer to resources that earlier ones created. */
const names = [
  'fuzz-1',
  'fuzz-2',
  'fuzz_3',
  'cpu',
  'workspaceblobstore',
  'carry-notebook',
  '1',
  '2'
];

/** Valid values for a property, parameter or field, by its name. */
const byName = new Map<string, unknown[]>(
  Object.entries({
    jobType: ['Command', 'Command', 'Pipeline', 'Sweep', 'Spark'],
    command: ['true'],
    environmentId: ['azureml:carry-notebook@latest', 'azureml:carry-notebook:1'],
    computeId: ['cpu', 'azureml:cpu', 'fuzz-1'],
    computeType: ['AmlCompute', 'ComputeInstance', 'Kubernetes'],
    datastoreType: ['AzureBlob', 'AzureFile', 'AzureDataLakeGen2'],
    credentialsType: ['None', 'AccountKey', 'Sas'],
    jobInputType: ['literal', 'uri_file', 'uri_folder'],
    jobOutputType: ['uri_folder'],
    dataType: ['uri_file', 'uri_folder', 'mltable'],
    category: ['ContainerRegistry', 'Git'],
    authType: ['None', 'PAT'],
    timeout: ['PT1M'],
    uri: ['azureml://datastores/workspaceblobstore/paths/x', 'https://example.com/x'],
    dataUri: ['azureml://datastores/workspaceblobstore/paths/x'],
    modelUri: ['azureml://datastores/workspaceblobstore/paths/x', 'runs:/fuzz-1/model'],
    container: ['azureml', 'azureml-blobstore', 'fuzz'],
    run_id: ['fuzz-1', 'fuzz-2'],
    run_ids: [['fuzz-1', 'fuzz-2']],
    experiment_id: ['0', '1'],
    experiment_ids: [['0'], ['0', '1']],
    key: ['k1', 'k2'],
    value: [1, '1', 'v'],
    step: [0, 1, '2'],
    timestamp: [1_700_000_000_000],
    start_time: [1_700_000_000_000],
    metrics: [[{ key: 'k1', value: 1, timestamp: 1, step: 1 }]],
    params: [[{ key: 'p', value: 'v' }]],
    tags: [[{ key: 't', value: 'v' }], { t: 'v' }],
    filter: ["metrics.k1 > 0.5 AND params.p = 'v'", "tags.t LIKE '%v'", "name = 'x'"],
    order_by: [['metrics.k1 DESC'], ['start_time']],
    max_results: [1, 100],
    status: ['FINISHED', 'RUNNING', 3],
    stage: ['None', 'Production'],
    view_type: ['ALL'],
    run_view_type: ['ALL'],
    version: ['1', '2'],
    source: ['runs:/fuzz-1/model', 'models:/m-1'],
    alias: ['champion'],
    $top: ['1', '50'],
    $skip: ['0', '10'],
    listViewType: ['All', 'ActiveOnly', 'ArchivedOnly'],
    restype: ['container'],
    comp: ['list', 'block', 'blocklist', 'metadata', 'properties'],
    blockid: ['MQ=='],
    maxresults: ['2'],
    type: ['recurrence', 'cron'],
    frequency: ['Hour'],
    interval: [1],
    algorithm: ['grid', 'random']
  })
);

/** Generates a valid text or value for this name. */
export function plausible(name: string): Arbitrary<unknown> {
  return fc.constantFrom(...(byName.get(name) ?? names));
}

export const queryNames = [
  'api-version',
  '$top',
  '$skip',
  '$orderBy',
  'listViewType',
  'tag',
  'hash',
  'restype',
  'comp',
  'blockid',
  'prefix',
  'delimiter',
  'marker',
  'maxresults',
  'path',
  'run_id',
  'run_ids',
  'metric_key',
  'page_token',
  'max_results',
  'resource',
  '__proto__'
];
