import { isCarryError } from 'carry-ml/errors';
import type { Workspace } from 'carry-ml';
import type { WorkspaceInfo } from './api.js';

/** Opens the workspace that this Jupyter server works with. */
export type Connect = () => Promise<Workspace>;

/**
 * The one connection that all tabs share, opened by the first who needs it. When the workspace cannot be reached
 * any more (the local one moved to another port, say), the next call connects anew.
 */
export class Connection {
  private opened?: Promise<Workspace>;

  constructor(private readonly connect: Connect) {}

  /** Does something with the workspace. */
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

/** An answer of the service below 500 proves that it is there; everything else does not. */
function mayBeGone(e: unknown): boolean {
  return !isCarryError(e) || e.status >= 500 || e.status === 401;
}

function describe(ws: Workspace): WorkspaceInfo {
  const { subscription, resourceGroup, workspace } = ws.id;
  const label =
    ws.kind === 'local'
      ? 'Local workspace on this machine'
      : `Azure workspace ${workspace} in ${resourceGroup}`;
  return { kind: ws.kind, name: workspace, resourceGroup, subscription, label };
}
