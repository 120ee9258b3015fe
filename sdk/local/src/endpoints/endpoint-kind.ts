import type { TSchema } from 'typebox';
import type { DeploymentProperties } from '../schemas/deployment.js';
import type { EndpointProperties } from '../schemas/endpoint.js';
import type { Tracked } from '../schemas/tracked-resource.js';
import type { EndpointPath, StoredDeployment, StoredEndpoint } from '../store/endpoints.js';

/** What is asked of an endpoint: which deployments there are, and how it was before, if it was. */
export interface EndpointChange {
  name: string;
  given: EndpointProperties;
  before?: EndpointProperties;
  deployments: string[];
}

/** Where online and batch endpoints differ; all else of them and of their deployments is alike. */
export interface EndpointKind {
  path: EndpointPath;
  /** As a person says it: `online endpoint`. */
  noun: string;
  bodies: { endpoint: TSchema; deployment: TSchema };
  /** The last part of the scoring URI. */
  scoring: 'score' | 'jobs';
  /** An endpoint's properties with all that Azure answers of it; refuses rules that cannot hold. */
  endpoint: (change: EndpointChange) => EndpointProperties;
  endpointDefaults: (properties: EndpointProperties) => Partial<Tracked>;
  /** A deployment's properties with all that Azure answers of it; refuses what the workspace does not have. */
  deployment: (given: DeploymentProperties, before?: StoredDeployment) => DeploymentProperties;
  /** Online deployments always have a size, batch deployments only one that is given. */
  deploymentSku: (given: Tracked['sku']) => Tracked['sku'];
  /** The endpoint's properties without this deployment; refuses to lose one that is needed. */
  without: (endpoint: StoredEndpoint, deployment: string) => EndpointProperties;
  /** The deployment that a request goes to when it names none; `random` is from 0 to below 1. */
  route: (properties: EndpointProperties, random: number) => string | undefined;
}
