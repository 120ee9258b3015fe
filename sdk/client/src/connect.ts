import { reachWorkspace, type ConnectOptions } from './workspace/index.js';
import { Workspace } from './connected-workspace.js';

/**
 * Connects to a workspace: that of a `config.json` found upwards, that of the `AZUREML_ARM_*` variables,
 * else the local one, which is started when it is not running.
 *
 * @example const ws = await connect();
 * @throws CarryError `ConfigFileInvalid`, `EnvironmentIncomplete`, `NoWorkspace`, `ServiceUnreachable`
 */
export async function connect(options?: ConnectOptions): Promise<Workspace> {
  return new Workspace(await reachWorkspace(options));
}
