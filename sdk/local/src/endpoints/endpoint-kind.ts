import type { TSchema } from 'typebox';
import type { DeploymentProperties } from '../schemas/deployment-schema.js';
import type { EndpointProperties } from '../schemas/endpoint-schema.js';
import type { Tracked } from '../schemas/tracked-resource-schema.js';
import type { EndpointPath, StoredDeployment, StoredEndpoint } from '../store/endpoint-store.js';

/** A change of an endpoint: the new and the old properties, and the names of its deployments. */
export interface EndpointChange {
  name: string;
  given: EndpointProperties;
  before?: EndpointProperties;
  deployments: string[];
}

/** The differences between online and batch endpoints; otherwise they and their deployments are alike. */
export interface EndpointKind {
  path: EndpointPath;
  /** The name in messages: `online endpoint`. */
  noun: string;
  bodies: { endpoint: TSchema; deployment: TSchema };
  /** The last part of the scoring URI. */
  scoring: 'score' | 'jobs';
  /** An endpoint's properties as Azure returns them; throws for invalid rules. */
  endpoint: (change: EndpointChange) => EndpointProperties;
  endpointDefaults: (properties: EndpointProperties) => Partial<Tracked>;
  /** A deployment's properties as Azure returns them; throws for assets that the workspace does not have. */
  deployment: (given: DeploymentProperties, before?: StoredDeployment) => DeploymentProperties;
  /** Online deployments always have a size, batch deployments only if one is given. */
  deploymentSku: (given: Tracked['sku']) => Tracked['sku'];
  /** The endpoint's properties without this deployment; throws when the endpoint needs it. */
  without: (endpoint: StoredEndpoint, deployment: string) => EndpointProperties;
  /** The deployment for a request that names none; `random` is from 0 to below 1. */
  route: (properties: EndpointProperties, random: number) => string | undefined;
}
