import type { FastifyRequest } from 'fastify';
import type { EndpointStore, StoredDeployment, StoredEndpoint } from '../store/endpoint-store.js';
import type { EndpointKind } from './endpoint-kind.js';
import { fail } from './errors.js';

export interface ChoiceDeps {
  endpoints: EndpointStore;
  /** From 0 to below 1; chooses the deployment that gets a request. */
  random: () => number;
}

/** The deployment that gets a request: the one that it names, else the one that the endpoint's rules choose. */
export function chosenDeployment(
  kind: EndpointKind,
  { name, body }: StoredEndpoint,
  request: FastifyRequest,
  { endpoints, random }: ChoiceDeps
): StoredDeployment {
  const wanted = request.headers['azureml-model-deployment']?.toString();
  const target = wanted ?? kind.route(body.properties, random());
  const found = target === undefined ? undefined : endpoints.deployment(name, target);
  if (found) return found;
  const known = endpoints.deployments(name).map(deployment => deployment.name);
  throw fail('DeploymentNotFound', { endpoint: name, wanted, known });
}
