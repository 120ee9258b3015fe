import { reachWorkspace, type ConnectOptions } from './workspace/index.js';
import { Workspace } from './connected-workspace.js';

/**
 * Connects to a workspace: the one of a `config.json` in this folder or above, the one of the `AZUREML_ARM_*`
 * variables, else the local one, which is started if necessary.
 *
 * @example const ws = await connect();
 * @throws CarryError `ConfigFileInvalid`, `EnvironmentIncomplete`, `NoWorkspace`, `ServiceUnreachable`
 */
export async function connect(options?: ConnectOptions): Promise<Workspace> {
  return new Workspace(await reachWorkspace(options));
}
