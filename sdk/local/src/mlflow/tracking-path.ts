import { workspacePath, type WorkspaceId } from 'carry-ml/arm';
import { PLAIN } from './azureml/plain-path.js';

/** Where MLflow's own clients and its page find a workspace; Azure's tracking URIs point at `/mlflow/v1.0/…` and mean `/mlflow/v2.0/…`. */
export function trackingPath(workspace: WorkspaceId): string {
  return `${PLAIN}${workspacePath(workspace).slice(1)}`;
}
