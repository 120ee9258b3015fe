import { workspacePath, type WorkspaceId } from 'carry-ml/arm';
import { PLAIN_PREFIX } from './azureml/plain-path.js';

/** Returns the path of a workspace's tracking URI for MLflow's own clients and web page. Azure's tracking URIs begin with `/mlflow/v1.0/…`, for which its clients request `/mlflow/v2.0/…`. */
export function trackingPath(workspace: WorkspaceId): string {
  return `${PLAIN_PREFIX}${workspacePath(workspace).slice(1)}`;
}
