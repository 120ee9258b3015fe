export { localWorkspaceErrors } from './errors.js';
export type {
  LocalBackup,
  LocalCheck,
  LocalDescription,
  LocalRestore,
  LocalRole,
  LocalService,
  LocalSetting,
  LocalWorkspace
} from './interface.js';
export { loadLocalWorkspace } from './load.js';
