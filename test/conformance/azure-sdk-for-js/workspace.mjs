import { randomUUID } from 'node:crypto';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { DefaultAzureCredential } from '@azure/identity';

const {
  AZUREML_ARM_SUBSCRIPTION,
  AZUREML_ARM_RESOURCEGROUP,
  AZUREML_ARM_WORKSPACE_NAME,
  ARM_CLOUD_METADATA_URL
} = process.env;

/** Resource group and workspace, the first arguments of every operation of the client. */
export const at = [AZUREML_ARM_RESOURCEGROUP, AZUREML_ARM_WORKSPACE_NAME];

export const client = new AzureMachineLearningWorkspaces(
  new DefaultAzureCredential(),
  AZUREML_ARM_SUBSCRIPTION,
  { endpoint: new URL(ARM_CLOUD_METADATA_URL).origin }
);

/** Returns every item of a paged list. */
export async function all(pages) {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** Polls long-running operations at a short interval, in milliseconds. */
export const quick = { updateIntervalInMs: 50 };

/** Returns a name that no other test uses. */
export function freshName(kind) {
  return `${kind}-${randomUUID().slice(0, 8)}`;
}
