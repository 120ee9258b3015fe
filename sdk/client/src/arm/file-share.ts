/**
 * The property of a datastore of type AzureFile that names the container with the files of its share. The local workspace sets it:
 * it serves the files of a share as blobs. Azure sets no such property.
 */
export const FILE_SHARE_CONTAINER = 'carry.container';
