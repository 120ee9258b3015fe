export { localWorkspaceErrors } from './errors.js';
export type {
  LocalDescription,
  LocalRole,
  LocalService,
  LocalSetting,
  LocalWorkspace
} from './interface.js';
export { loadLocalWorkspace } from './load.js';
