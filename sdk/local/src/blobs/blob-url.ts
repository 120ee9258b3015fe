/** The suffix of this cloud's storage hosts. From it clients build the URL of an account: `https://{account}.blob.{suffix}`. */
export const STORAGE_SUFFIX = 'carry';

/** The path of Blob storage on this server: the part of the account's URL after the host. */
export const BLOBS_PATH = `/local.blob.${STORAGE_SUFFIX}`;

/** Returns the name of the workspace's storage account. It begins with the host, so that the URL that clients build leads to this server. */
export function accountName(origin: string): string {
  return `${new URL(origin).host}/local`;
}

/** Returns the URL of the workspace's storage account. */
export function accountUrl(origin: string): string {
  return origin + BLOBS_PATH;
}

/** Returns the URL of a blob, without a signature. */
export function blobUrl(origin: string, container: string, blob: string): string {
  return `${accountUrl(origin)}/${container}/${blob.split('/').map(encodeURIComponent).join('/')}`;
}

/**
 * Returns the origin with the name of the account as its user: azureml-core reads the account and the suffix from what precedes the path,
 * as in `https://{account}.blob.{suffix}`, and requests the URL as it was. The user of a URL is sent to no server.
 */
export function accountInUrl(origin: string): string {
  const { protocol, host } = new URL(origin);
  return `${protocol}//local.blob.${STORAGE_SUFFIX}@${host}`;
}
