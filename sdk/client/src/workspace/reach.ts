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

/** A workspace that requests can be sent to, and what else is known on the way there. */
export interface Reached {
  arm: ArmWorkspace;
  variables: Variables;
  credential: Credential;
  storageSuffix: string;
}

/** Finds the workspace that is meant and opens the way to it; sends nothing to the workspace yet. */
export async function reachWorkspace(options: ConnectOptions = {}): Promise<Reached> {
  const { id, variables } = await findTarget(options);
  const tls = await trustedAuthorities(variables);
  const cloud = await findCloud(variables, tls);
  const credential = options.credential ?? (await defaultCredential(variables, tls));
  const connection = new Connection({ endpoint: cloud.resourceManager, credential, tls });
  return {
    arm: new ArmWorkspace(connection, id),
    variables,
    credential,
    storageSuffix: cloud.storageSuffix
  };
}
