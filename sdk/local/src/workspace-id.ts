import type { WorkspaceId } from 'carry-ml/arm';

/** The id of the one workspace that a server has. */
export const LOCAL_WORKSPACE: WorkspaceId = {
  subscription: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'local',
  workspace: 'local'
};
