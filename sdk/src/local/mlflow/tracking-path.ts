import { workspacePath, type WorkspaceId } from '../../arm/resource-id.js';

/** Where MLflow's clients of today and its page find a workspace; `v1.0` is where Azure's tracking URIs point. */
export function trackingPath(workspace: WorkspaceId): string {
  return `/mlflow/v2.0${workspacePath(workspace)}`;
}
