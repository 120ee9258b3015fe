import type { FastifyInstance } from 'fastify';
import { outputFolder, parseJobOutputUri } from '../../arm/job-output.js';
import { Type, type Static } from 'typebox';
import { parseDatastoreUri } from '../../arm/resource-id.js';
import type { DataSources } from '../jobs/data-path.js';
import { idOf, type WorkspaceContext } from '../resources/context.js';

type OutputUri = DataSources['outputUri'];

const Body = Type.Object({ values: Type.Array(Type.String()) });
interface Route {
  Body: Static<typeof Body>;
}

/** `POST dataversion/batchGetResolvedUris`: where the data outputs that `rundata` names lie. */
export function dataUriRoute(
  app: FastifyInstance,
  context: WorkspaceContext,
  outputUri: OutputUri
): void {
  app.post<Route>('/dataversion/batchGetResolvedUris', { schema: { body: Body } }, request => ({
    values: resolveAll(request.body.values, asset => ({
      uri: uriOf(asset, context, outputUri),
      type: 'uri_folder'
    }))
  }));
}

/** `POST models/batchGetResolvedUris`: the same for outputs that are models. */
export function modelUriRoute(
  app: FastifyInstance,
  context: WorkspaceContext,
  outputUri: OutputUri
): void {
  app.post<Route>('/models/batchGetResolvedUris', { schema: { body: Body } }, request => ({
    values: resolveAll(request.body.values, asset => ({
      path: uriOf(asset, context, outputUri),
      type: 'CustomModel'
    }))
  }));
}

function resolveAll<T>(assets: string[], resolve: (asset: string) => T): Record<string, T> {
  return Object.fromEntries(assets.map(asset => [asset, resolve(asset)]));
}

function uriOf(asset: string, context: WorkspaceContext, outputUri: OutputUri): string {
  const { job = '', output = '' } = parseJobOutputUri(asset) ?? {};
  const { datastore, path } =
    parseDatastoreUri(outputUri(job, output) ?? '') ?? outputFolder(job, output);
  const workspace = idOf(context)
    .slice(1)
    .replace('/providers/Microsoft.MachineLearningServices', '');
  return `azureml://${workspace}/datastores/${datastore}/paths/${path.replace(/\/+$/, '')}/`;
}
