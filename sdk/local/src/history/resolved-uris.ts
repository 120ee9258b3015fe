import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { parseJobOutputUri } from 'carry-ml/arm';
import type { DataSources } from '../data/data-path.js';
import { longUri } from '../data/datastore-uri.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { JobStore } from '../store/job-store.js';

interface Outputs {
  jobs: JobStore;
  outputUri: DataSources['outputUri'];
}

const Body = Type.Object({ values: Type.Array(Type.String()) });
interface Route {
  Body: Static<typeof Body>;
}

/** `POST dataversion/batchGetResolvedUris`: the URIs of the data outputs that `rundata` names. */
export function dataUriRoute(
  app: FastifyInstance,
  context: WorkspaceContext,
  outputs: Outputs
): void {
  app.post<Route>('/dataversion/batchGetResolvedUris', { schema: { body: Body } }, request => ({
    values: resolveAll(request.body.values, asset => ({
      uri: uriOf(asset, context, outputs),
      type: isFile(asset, outputs) ? 'uri_file' : 'uri_folder'
    }))
  }));
}

/** `POST models/batchGetResolvedUris`: the same for outputs that are models. */
export function modelUriRoute(
  app: FastifyInstance,
  context: WorkspaceContext,
  outputs: Outputs
): void {
  app.post<Route>('/models/batchGetResolvedUris', { schema: { body: Body } }, request => ({
    values: resolveAll(request.body.values, asset => ({
      path: uriOf(asset, context, outputs),
      type: 'CustomModel'
    }))
  }));
}

function resolveAll<T>(assets: string[], resolve: (asset: string) => T): Record<string, T> {
  return Object.fromEntries(assets.map(asset => [asset, resolve(asset)]));
}

function uriOf(asset: string, { workspace }: WorkspaceContext, outputs: Outputs): string {
  const uri = longUri(asset, workspace, outputs.outputUri).replace(/\/+$/, '');
  return isFile(asset, outputs) ? uri : `${uri}/`;
}

function isFile(asset: string, { jobs }: Outputs): boolean {
  const { job = '', output = '' } = parseJobOutputUri(asset) ?? {};
  return jobs.get(job)?.properties.outputs?.[output]?.jobOutputType === 'uri_file';
}
