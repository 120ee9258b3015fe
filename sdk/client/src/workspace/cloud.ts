import { Connection, type Variables } from '../arm/client/index.js';
import { withoutTrailingSlashes } from '../arm/index.js';
import { fail } from './errors.js';

/** The addresses of a cloud. */
export interface Cloud {
  resourceManager: string;
  /** Suffix of storage hosts, such as `core.windows.net`. */
  storageSuffix: string;
}

interface CloudDocument {
  name?: string;
  resourceManager?: string;
  suffixes?: { storage?: string };
}

const azure: Cloud = {
  resourceManager: 'https://management.azure.com',
  storageSuffix: 'core.windows.net'
};

/** Returns the public Azure cloud, or the one that the document at `ARM_CLOUD_METADATA_URL` describes. */
export async function findCloud(
  variables: Variables,
  tls: Connection['tls'],
  signal?: AbortSignal
): Promise<Cloud> {
  const url = variables.ARM_CLOUD_METADATA_URL;
  if (!url) return azure;
  const response = await new Connection({ endpoint: url, tls }).read<
    CloudDocument | CloudDocument[]
  >({ url, signal });
  const clouds = [response].flat();
  const wanted = variables.AZUREML_CURRENT_CLOUD ?? 'AzureCloud';
  const cloud = clouds.find(c => c.name === wanted) ?? clouds[0];
  if (!cloud?.resourceManager) throw fail('CloudUnknown', { url });
  return {
    resourceManager: withoutTrailingSlashes(cloud.resourceManager),
    storageSuffix: cloud.suffixes?.storage ?? azure.storageSuffix
  };
}
