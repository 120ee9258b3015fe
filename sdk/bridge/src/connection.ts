import { isCarryError } from 'carry-ml/errors';
import type { Workspace } from 'carry-ml';
import type { WorkspaceInfo } from './api.js';

/** Opens the workspace that this Jupyter server works with. */
export type Connect = () => Promise<Workspace>;

/**
 * The connection to the workspace that all tabs share, opened by the first use. After a failure that suggests that the
 * workspace has moved (the local one to another port, for example), the next use connects again.
 */
export class Connection {
  private opened?: Promise<Workspace>;

  constructor(private readonly connect: Connect) {}

  /** Calls a function with the workspace. */
  async use<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
    this.opened ??= this.connect();
    const opening = this.opened;
    try {
      return await work(await opening);
    } catch (e) {
      if (mayBeGone(e) && this.opened === opening) this.opened = undefined;
      throw e;
    }
  }

  info(): Promise<WorkspaceInfo> {
    return this.use(ws => Promise.resolve(describe(ws)));
  }
}

/** Only a response below 500 proves that the workspace is still at this address. */
function mayBeGone(e: unknown): boolean {
  return !isCarryError(e) || e.status >= 500 || e.status === 401;
}

function describe(ws: Workspace): WorkspaceInfo {
  const { subscription, resourceGroup, workspace } = ws.id;
  return { kind: ws.kind, name: workspace, resourceGroup, subscription };
}
