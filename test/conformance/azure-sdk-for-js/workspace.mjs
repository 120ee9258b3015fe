import { randomUUID } from 'node:crypto';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { DefaultAzureCredential } from '@azure/identity';

const {
  AZUREML_ARM_SUBSCRIPTION,
  AZUREML_ARM_RESOURCEGROUP,
  AZUREML_ARM_WORKSPACE_NAME,
  ARM_CLOUD_METADATA_URL
} = process.env;

/** Group and workspace, as every operation of the client wants them first. */
export const at = [AZUREML_ARM_RESOURCEGROUP, AZUREML_ARM_WORKSPACE_NAME];

export const client = new AzureMachineLearningWorkspaces(
  new DefaultAzureCredential(),
  AZUREML_ARM_SUBSCRIPTION,
  { endpoint: new URL(ARM_CLOUD_METADATA_URL).origin }
);

/** Every item of a paged list. */
export async function all(pages) {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** Milliseconds between two questions after a long-running operation. */
export const quick = { updateIntervalInMs: 50 };

/** A name that no other test has. */
export function freshName(kind) {
  return `${kind}-${randomUUID().slice(0, 8)}`;
}
