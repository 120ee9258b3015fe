/**
 * The public registries of Azure, whose environments a job may name although this machine cannot read them. Source: Azure's
 * documentation of its model catalog and the organisation registries in it.
 */
const azureRegistries: readonly RegExp[] = [
  /^azureml(-\w+)*$/i,
  /^azure-openai(-\w+)*$/i,
  /^huggingface$/i,
  /^nvidia-ai$/i
];

/** True for the name of a public registry of Azure. */
export function isAzureRegistry(name: string): boolean {
  return azureRegistries.some(pattern => pattern.test(name));
}
