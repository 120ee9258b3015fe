import { Connection, type Variables } from '../arm/client/index.js';
import { fail } from './errors.js';

/** The parts of a cloud that a client needs. */
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

/** Azure, or the cloud that the document at `ARM_CLOUD_METADATA_URL` describes. */
export async function findCloud(variables: Variables, tls: Connection['tls']): Promise<Cloud> {
  const url = variables.ARM_CLOUD_METADATA_URL;
  if (!url) return azure;
  const answer = await new Connection({ endpoint: url, tls }).read<CloudDocument | CloudDocument[]>(
    { url }
  );
  const clouds = [answer].flat();
  const wanted = variables.AZUREML_CURRENT_CLOUD ?? 'AzureCloud';
  const cloud = clouds.find(c => c.name === wanted) ?? clouds[0];
  if (!cloud?.resourceManager) throw fail('CloudUnknown', { url });
  return {
    resourceManager: cloud.resourceManager.replace(/\/+$/, ''),
    storageSuffix: cloud.suffixes?.storage ?? azure.storageSuffix
  };
}
