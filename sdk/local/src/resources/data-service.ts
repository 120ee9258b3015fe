import type { FastifyInstance } from 'fastify';
import type { DataSources } from '../data/data-path.js';
import { longUri } from '../data/datastore-uri.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { VersionedStore } from '../store/versioned-store.js';
import { fail } from './errors.js';

interface Route {
  Params: { name: string; version: string };
}

/** `GET dataversion/{name}/versions/{version}`: a data asset as Azure's data service describes it, for mltable's asset URIs. */
export function dataServiceRoutes(
  app: FastifyInstance,
  { workspace }: Pick<WorkspaceContext, 'workspace'>,
  {
    data,
    outputUri
  }: { data: Pick<VersionedStore, 'version'>; outputUri: DataSources['outputUri'] }
): void {
  app.get<Route>('/dataversion/:name/versions/:version', ({ params: { name, version } }) => {
    const found = data.version(name, version);
    if (!found) throw fail('ResourceNotFound', { type: 'data asset', name: `${name}:${version}` });
    const { dataUri, dataType, description, tags } = found.properties;
    return {
      dataVersion: {
        assetId: `azureml://locations/local/workspaces/${workspace.workspace}/data/${name}/versions/${version}`,
        dataContainerName: name,
        versionId: version,
        dataType: typeof dataType === 'string' ? dataTypes[dataType] : undefined,
        dataUri: typeof dataUri === 'string' ? longUri(dataUri, workspace, outputUri) : undefined,
        description,
        mutableProps: { tags: tags ?? {}, isArchived: found.properties.isArchived === true }
      },
      // Otherwise it would be a dataset of Azure's former SDK.
      isV2: true
    };
  });
}

/** The types of data assets in the words of the data service. */
const dataTypes: Record<string, string> = {
  mltable: 'MLTable',
  uri_file: 'UriFile',
  uri_folder: 'UriFolder'
};
