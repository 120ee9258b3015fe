import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { parseJobOutputUri, withoutTrailingSlashes } from 'carry-ml/arm';
import type { DataSources } from '../data/data-path.js';
import { longUri } from '../data/datastore-uri.js';
import { question } from '../identity/route-access.js';
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

/** The response about one output, by the collection that a client asks. */
const described = {
  dataversion: (uri: string, isFile: boolean) => ({
    uri,
    type: isFile ? 'uri_file' : 'uri_folder'
  }),
  models: (path: string) => ({ path, type: 'CustomModel' })
};

/** `POST {collection}/batchGetResolvedUris`: the URIs of the outputs that `rundata` names, which are data or models. */
export function resolvedUriRoute(
  app: FastifyInstance,
  collection: keyof typeof described,
  context: WorkspaceContext,
  outputs: Outputs
): void {
  const path = `/${collection}/batchGetResolvedUris`;
  app.post<Route>(path, { config: question, schema: { body: Body } }, ({ body }) => ({
    values: Object.fromEntries(
      body.values.map(asset => [
        asset,
        described[collection](uriOf(asset, context, outputs), isFile(asset, outputs))
      ])
    )
  }));
}

function uriOf(asset: string, { workspace }: WorkspaceContext, outputs: Outputs): string {
  const uri = withoutTrailingSlashes(longUri(asset, workspace, outputs.outputUri));
  return isFile(asset, outputs) ? uri : `${uri}/`;
}

function isFile(asset: string, { jobs }: Outputs): boolean {
  const { job = '', output = '' } = parseJobOutputUri(asset) ?? {};
  return jobs.get(job)?.properties.outputs?.[output]?.jobOutputType === 'uri_file';
}
