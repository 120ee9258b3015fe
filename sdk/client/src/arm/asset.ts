import type { Resource } from './envelope.js';

/** The fields of containers and versions of every asset type. */
export interface AssetBase {
  description?: string | null;
  tags?: Record<string, string>;
  properties?: Record<string, string>;
  isArchived?: boolean;
  isAnonymous?: boolean;
}

/** The container of the versions of one name. */
export interface AssetContainer extends AssetBase {
  latestVersion?: string | null;
  nextVersion?: string | null;
  provisioningState?: string;
}

/** A snapshot of code in a blob folder. */
export interface CodeVersion extends AssetBase {
  codeUri: string;
}

/** The environment of a job: an image, an image with a conda file, or a Docker build context. */
export interface EnvironmentVersion extends AssetBase {
  image?: string | null;
  condaFile?: string | null;
  build?: { contextUri: string; dockerfilePath?: string } | null;
  osType?: 'Linux' | 'Windows';
  environmentType?: string;
}

/** A data asset: one file, one folder or a table. */
export interface DataVersion extends AssetBase {
  dataType: 'uri_file' | 'uri_folder' | 'mltable';
  dataUri: string;
}

/** A registered model. */
export interface ModelVersion extends AssetBase {
  modelType?: 'custom_model' | 'mlflow_model' | 'triton_model';
  /** `azureml://jobs/{job}/outputs/artifacts/paths/{p}`, `azureml://…/datastores/{d}/paths/{p}` or a run's artifact URI. */
  modelUri: string;
  flavors?: Record<string, { data?: Record<string, string> }>;
  jobName?: string;
  stage?: string;
}

export type ModelVersionResource = Resource<ModelVersion>;
export type EnvironmentVersionResource = Resource<EnvironmentVersion>;

/** The response to `startPendingUpload`: a container to upload to, and the SAS that permits it. */
export interface PendingUpload {
  pendingUploadId: string;
  pendingUploadType: 'TemporaryBlobReference';
  blobReferenceForConsumption: {
    blobUri: string;
    storageAccountArmId: string;
    credential: { credentialType: 'SAS'; sasUri: string };
  };
}
