import {
  ArmWorkspace,
  Connection,
  defaultCredential,
  trustedAuthorities,
  type Credential,
  type Variables
} from '../arm/client/index.js';
import { findCloud } from './cloud.js';
import type { ConnectOptions } from './connect-options.js';
import { findTarget } from './target.js';

/** A workspace ready for requests, with the variables and the credential that lead to it. */
export interface Reached {
  arm: ArmWorkspace;
  variables: Variables;
  credential: Credential;
  storageSuffix: string;
}

/**
 * Finds the configured workspace and prepares requests to it; sends none to the workspace yet.
 *
 * @throws CarryError `ConfigFileInvalid`, `EnvironmentIncomplete`, `NoWorkspace`, `CloudUnknown`, `ServiceUnreachable`
 */
export async function reachWorkspace(options: ConnectOptions = {}): Promise<Reached> {
  options.signal?.throwIfAborted();
  const { id, variables } = await findTarget(options);
  const tls = await trustedAuthorities(variables);
  const cloud = await findCloud(variables, tls, options.signal);
  const credential = options.credential ?? (await defaultCredential(variables, tls));
  const connection = new Connection({ endpoint: cloud.resourceManager, credential, tls });
  return {
    arm: new ArmWorkspace(connection, id),
    variables,
    credential,
    storageSuffix: cloud.storageSuffix
  };
}
