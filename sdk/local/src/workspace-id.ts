import type { WorkspaceId } from 'carry-ml/arm';

/** The id of the one workspace that a server has. */
export const LOCAL_WORKSPACE: WorkspaceId = {
  subscription: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'local',
  workspace: 'local'
};

/** The GUID of the workspace, with which shared assets name the workspace that they come from. */
export const WORKSPACE_GUID = '00000000-0000-0000-0000-0000000000aa';
