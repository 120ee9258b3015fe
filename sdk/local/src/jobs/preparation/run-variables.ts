import { workspacePath, type CommandJob, type WorkspaceId } from 'carry-ml/arm';
import type { StoredJob } from '../../store/job-store.js';
import { WORKSPACE_GUID } from '../../workspace-id.js';

/** The facts from which the variables of a job's run are made. */
export interface RunFacts {
  job: StoredJob<CommandJob>;
  workspace: WorkspaceId;
  origin: string;
  /** The name of the outermost job: a pipeline, a sweep, or the job itself. */
  root: string;
  /** The id of the job's experiment in MLflow. */
  experimentId: string;
}

/** Variables with one value, by which programs find the run, as Azure sets them. */
interface RunVariables {
  names: readonly string[];
  meaning: string;
  value: (facts: RunFacts) => string;
}

/** The variables of the run and its workspace. None has a credential in it. */
export const runVariables: readonly RunVariables[] = [
  {
    names: ['AZUREML_RUN_ID', 'MLFLOW_RUN_ID', 'AZUREML_CR_CORRELATION_ID'],
    meaning: 'the name of the job',
    value: ({ job }) => job.name
  },
  {
    names: ['AZUREML_ROOT_RUN_ID'],
    meaning: 'the name of the outermost pipeline or sweep, otherwise of the job',
    value: ({ root }) => root
  },
  {
    names: ['AZUREML_EXPERIMENT_NAME', 'AZUREML_ARM_PROJECT_NAME', 'MLFLOW_EXPERIMENT_NAME'],
    meaning: 'the name of the experiment',
    value: ({ job }) => job.experiment
  },
  {
    names: ['AZUREML_EXPERIMENT_ID'],
    meaning: "the experiment's id in MLflow",
    value: ({ experimentId }) => experimentId
  },
  {
    names: ['AZUREML_ARM_SUBSCRIPTION'],
    meaning: 'the subscription of the workspace',
    value: ({ workspace }) => workspace.subscription
  },
  {
    names: ['AZUREML_ARM_RESOURCEGROUP'],
    meaning: 'its resource group',
    value: ({ workspace }) => workspace.resourceGroup
  },
  {
    names: ['AZUREML_ARM_WORKSPACE_NAME'],
    meaning: 'its name',
    value: ({ workspace }) => workspace.workspace
  },
  { names: ['AZUREML_WORKSPACE_ID'], meaning: 'its GUID', value: () => WORKSPACE_GUID },
  {
    names: ['AZUREML_WORKSPACE_SCOPE'],
    meaning: 'its id in Azure Resource Manager',
    value: ({ workspace }) => workspacePath(workspace)
  },
  {
    names: ['AZUREML_EXPERIMENT_SCOPE'],
    meaning: 'the same, followed by the experiment',
    value: experimentScope
  },
  {
    names: ['AZUREML_SERVICE_ENDPOINT', 'AZUREML_RUN_HISTORY_SERVICE_ENDPOINT'],
    meaning: 'the address of the workspace',
    value: ({ origin }) => origin
  },
  {
    names: ['AZUREML_DISCOVERY_SERVICE_ENDPOINT'],
    meaning: 'the address of its list of services',
    value: ({ origin }) => `${origin}/discovery`
  },
  {
    names: ['AZUREML_CR_COMPUTE_CONTEXT'],
    meaning: 'the compute, as JSON: `cluster_name`',
    value: ({ job }) =>
      JSON.stringify({ cluster_name: job.compute, gpu_count: null, vm_size: null })
  },
  {
    names: ['AZUREML_CR_AZUREML_CONTEXT'],
    meaning: 'workspace, experiment and run, as JSON; without the `run_token` of Azure',
    value: azuremlContext
  }
];

/** The variables of a job's run, with their values. */
export function valuesOfRun(facts: RunFacts): Record<string, string> {
  return Object.fromEntries(
    runVariables.flatMap(({ names, value }) => names.map(name => [name, value(facts)]))
  );
}

function experimentScope({ job, workspace }: RunFacts): string {
  return `${workspacePath(workspace)}/experiments/${job.experiment}`;
}

function azuremlContext({ job, workspace, origin, root, experimentId }: RunFacts): string {
  return JSON.stringify({
    subscription_id: workspace.subscription,
    resource_group: workspace.resourceGroup,
    workspace_name: workspace.workspace,
    workspace_id: WORKSPACE_GUID,
    service_endpoint: origin,
    discovery_endpoint: `${origin}/discovery`,
    run_history_service_endpoint: origin,
    experiment_name: job.experiment,
    experiment_id: experimentId,
    root_run_id: root,
    run_id: job.name,
    data_container_id: `dcid.${job.name}`
  });
}
