import type { WorkspaceId } from '../arm/index.js';
import { workspacePath } from '../arm/index.js';

const STUDIO = 'https://ml.azure.com';

/** Returns the address of MLflow's page of a version, at a tracking URI that serves the page. */
export function mlflowPage(trackingUri: string, name: string, version: string): string {
  return `${trackingUri}/#/models/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}`;
}

/** Returns the address of the page of a version in Azure ML studio, which serves no page of MLflow. */
export function studioPage(id: WorkspaceId, name: string, version: string): string {
  const model = `${encodeURIComponent(name)}:${encodeURIComponent(version)}`;
  return `${STUDIO}/model/${model}/details?wsid=${workspacePath(id)}`;
}

/** Returns the address of the page of an endpoint in Azure ML studio. */
export function studioEndpointPage(
  id: WorkspaceId,
  kind: 'online' | 'batch',
  endpoint: string
): string {
  const place = kind === 'online' ? 'realtime' : 'batch';
  return `${STUDIO}/endpoints/${place}/${encodeURIComponent(endpoint)}/detail?wsid=${workspacePath(id)}`;
}
