import { parseAssetReference, type Resource } from '../arm/index.js';
import { isLoopback, type ArmWorkspace, type RequestOptions } from '../arm/client/index.js';
import { studioEndpointPage } from './model-page.js';

/** A deployment of an endpoint that serves a version of a model. */
export interface ModelDeployment {
  version: string;
  endpoint: string;
  deployment: string;
  kind: 'online' | 'batch';
  /** Percentage of the endpoint's requests that it gets; undefined at a batch endpoint. */
  traffic?: number;
  /** The address of the endpoint's page in Azure ML studio; undefined in the local workspace, which has none. */
  page?: string;
}

type EndpointResource = Resource<{ traffic?: Record<string, number> | null }>;
/** An online deployment names its model, a batch deployment refers to it. */
type DeploymentResource = Resource<{ model?: string | { assetId?: string | null } | null }>;

const endpointKinds = [
  ['online', '/onlineEndpoints'],
  ['batch', '/batchEndpoints']
] as const;

/** Finds the deployments that serve a model of the workspace. */
export async function modelDeployments(
  arm: ArmWorkspace,
  model: string,
  options: RequestOptions
): Promise<ModelDeployment[]> {
  const isLocal = isLoopback(arm.connection.endpoint);
  const page = (kind: ModelDeployment['kind'], endpoint: string) =>
    isLocal ? undefined : studioEndpointPage(arm.id, kind, endpoint);
  const found = await Promise.all(
    endpointKinds.map(async ([kind, path]) => {
      const endpoints = await arm.list<EndpointResource>(path, options).all();
      const perEndpoint = endpoints.map(async ({ name: endpoint, properties }) => {
        const at = `${path}/${encodeURIComponent(endpoint)}/deployments`;
        const deployments = await arm.list<DeploymentResource>(at, options).all();
        return deployments.flatMap(({ name: deployment, properties: { model: served } }) => {
          const version = versionOf(served, model);
          if (version === undefined) return [];
          const traffic = kind === 'online' ? (properties.traffic?.[deployment] ?? 0) : undefined;
          return [{ version, endpoint, deployment, kind, traffic, page: page(kind, endpoint) }];
        });
      });
      return (await Promise.all(perEndpoint)).flat();
    })
  );
  return found.flat();
}

function versionOf(
  served: DeploymentResource['properties']['model'],
  model: string
): string | undefined {
  const id = typeof served === 'string' ? served : served?.assetId;
  const asset = id ? parseAssetReference(id, 'models') : undefined;
  return asset?.name === model && asset.registry === undefined ? asset.version : undefined;
}
