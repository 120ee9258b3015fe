import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandJob } from 'carry-ml/arm';
import type { StoredJob } from '../../store/job-store.js';
import { LOCAL_WORKSPACE } from '../../workspace-id.js';
import { jobProcesses } from '../distribution/job-processes.js';
import { nodeVariables, processVariables } from '../distribution/process-variables.js';
import { runTokenVariables } from './environment.js';
import {
  createDataFolder,
  DATA_FOLDER,
  DATA_REFERENCE,
  INPUT,
  OUTPUT,
  PARAMETER,
  portVariables
} from './port-variables.js';
import { WORK_FOLDER } from './processes.js';
import { runVariables, valuesOfRun } from './run-variables.js';

const job: StoredJob<CommandJob> = {
  name: 'step',
  properties: { jobType: 'Command', command: 'true', environmentId: 'e' },
  status: 'Queued',
  compute: 'cpu',
  experiment: 'digits',
  createdBy: 'ada',
  createdAt: 1,
  mark: 'm'
};
const facts = {
  job,
  workspace: LOCAL_WORKSPACE,
  origin: 'https://127.0.0.1:1',
  root: 'pipeline',
  experimentId: '7'
};

it('a job finds its run, the outermost one, its experiment and its workspace', () => {
  const scope =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.MachineLearningServices/workspaces/local';
  const values = valuesOfRun(facts);
  expect(values).toMatchObject({
    AZUREML_RUN_ID: 'step',
    AZUREML_ROOT_RUN_ID: 'pipeline',
    AZUREML_EXPERIMENT_NAME: 'digits',
    AZUREML_EXPERIMENT_ID: '7',
    AZUREML_ARM_PROJECT_NAME: 'digits',
    AZUREML_ARM_WORKSPACE_NAME: 'local',
    AZUREML_WORKSPACE_SCOPE: scope,
    AZUREML_EXPERIMENT_SCOPE: `${scope}/experiments/digits`,
    AZUREML_SERVICE_ENDPOINT: 'https://127.0.0.1:1'
  });
  expect(JSON.parse(values.AZUREML_CR_COMPUTE_CONTEXT ?? '')).toMatchObject({
    cluster_name: 'cpu'
  });
  expect(JSON.parse(values.AZUREML_CR_AZUREML_CONTEXT ?? '')).toMatchObject({
    run_id: 'step',
    root_run_id: 'pipeline',
    data_container_id: 'dcid.step'
  });
});

describe('the inputs and outputs of a job', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-variables-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are variables, values as parameters and data as references', () => {
    expect(
      portVariables({
        inputs: {
          rate: { text: '0.1', isPath: false },
          table: { text: '/a b', isPath: true },
          absent: undefined
        },
        outputs: { model: { text: '/m', isPath: true } }
      })
    ).toEqual({
      AZURE_ML_INPUT_rate: '0.1',
      AZUREML_PARAMETER_rate: '0.1',
      AZURE_ML_INPUT_table: '/a b',
      AZUREML_DATAREFERENCE_table: '/a b',
      AZURE_ML_OUTPUT_model: '/m',
      AZUREML_DATAREFERENCE_model: '/m'
    });
  });

  it('are links in one folder, those with data on this machine', async () => {
    const file = join(folder, 'table.csv');
    writeFileSync(file, '1,2');
    const data = join(folder, 'data');
    const variables = await createDataFolder(
      {
        inputs: {
          rate: { text: '0.1', isPath: false },
          table: { text: file, isPath: true },
          remote: { text: 'azureml://datastores/lab/paths/x', isPath: true }
        },
        outputs: { model: { text: folder, isPath: true } }
      },
      data
    );
    expect(variables).toEqual({ AZUREML_CR_DATA_CAPABILITY_PATH: data });
    expect(readFileSync(join(data, 'INPUT_table'), 'utf8')).toBe('1,2');
    expect(existsSync(join(data, 'model', 'table.csv'))).toBe(true);
    expect(existsSync(join(data, 'INPUT_remote'))).toBe(false);
  });
});

/** Azure's variables that a job does not get, and the reason. */
const absent: [string[], string][] = [
  [
    ['OBO_ENDPOINT', 'AZUREML_OBO_ENABLED'],
    'a job acts as itself: use `DefaultAzureCredential`, not `AzureMLOnBehalfOfCredential`'
  ],
  [['MSI_ENDPOINT', 'MSI_SECRET'], 'replaced by `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`'],
  [
    ['MLFLOW_EXPERIMENT_ID'],
    'MLflow finds the experiment by its name; with both, a job could not name another one'
  ],
  [
    ['AZ_BATCHAI_GPU_COUNT', 'AZ_BATCHAI_CLUSTER_NAME', 'AZ_BATCHAI_JOB_WORK_DIR'],
    'of a service that Azure has retired'
  ],
  [['AZ_BATCH_NODE_ID', 'AZ_BATCH_POOL_ID', 'CCP_NODES'], 'of the machines of a pool']
];

describe('the tables of variables in the documentation', () => {
  const page = fileURLToPath(new URL('../../../../../docs/local-workspace.md', import.meta.url));
  const START = '<!-- variables: generated, do not edit -->';
  const END = '<!-- /variables -->';
  const words = (names: readonly string[]) => names.map(name => `\`${name}\``).join(', ');
  const table = (heading: [string, string], rows: [readonly string[], string][]) =>
    [heading, ['---', '---'], ...rows.map(([names, text]) => [words(names), text])]
      .map(cells => `| ${cells.join(' | ')} |`)
      .join('\n');
  const distributed = (distributionType: string, instanceCount: number) => {
    const given = { distribution: { distributionType }, resources: { instanceCount } };
    const processes = jobProcesses(given) ?? [];
    return processes.flatMap(each => Object.keys(processVariables(given, each, processes, [1, 2])));
  };
  const node = Object.keys(nodeVariables(1, { node: 0 }));
  const only = (names: string[], without: string[]) =>
    [...new Set(names)].filter(name => !without.includes(name));
  const several = distributed('tensorflow', 2);
  const single = distributed('tensorflow', 1);
  const rows: [readonly string[], string][] = [
    ...runVariables.map(({ names, meaning }): [readonly string[], string] => [names, meaning]),
    [runTokenVariables, 'the token of the job for azureml-core, and when it expires'],
    [[`${INPUT}name`], 'the value or path of the input `name`'],
    [[`${OUTPUT}name`], 'the path of the output `name`'],
    [[`${PARAMETER}name`], 'the value of a literal input'],
    [[`${DATA_REFERENCE}name`], 'the path of an input or output with data'],
    [[DATA_FOLDER], 'a folder with all data: inputs as `INPUT_name`, outputs as `name`'],
    [[WORK_FOLDER], 'the working folder in which the command starts'],
    [node, 'the number of nodes, the node of the process, and the address of the first node'],
    [only(single, node), 'with TensorFlow: the nodes, and the cluster with the task'],
    [only(several, single), 'with several nodes'],
    [only(distributed('pytorch', 1), single), 'with PyTorch'],
    [
      only(distributed('mpi', 1), [...single, ...distributed('pytorch', 1)]),
      'with MPI, and `MASTER_ADDR` and `MASTER_PORT`'
    ]
  ];

  it('are made from the code; `npx vitest run --project unit job-variables -u` writes them', async () => {
    const text = readFileSync(page, 'utf8');
    const [before, rest] = text.split(START);
    const after = rest?.split(END)[1];
    if (before === undefined || after === undefined) throw new Error(`${page} needs the markers.`);
    const made = [
      `${before}${START}`,
      table(['variable', 'value'], rows),
      'A job does not get these variables of Azure:',
      table(['variable', 'reason'], absent),
      `${END}${after}`
    ].join('\n\n');
    const options = await resolveConfig(page);
    await expect(await format(made, { ...options, parser: 'markdown' })).toMatchFileSnapshot(page);
  });

  it('name no variable both as given and as absent', () => {
    const given = new Set(rows.flatMap(([names]) => names));
    expect(absent.flatMap(([names]) => names).filter(name => given.has(name))).toEqual([]);
  });
});
