import type { Workspace } from 'carry-ml';

/** The names of the workspace's experiments by id, read again when an unknown id appears. */
export class ExperimentNames {
  private names: ReadonlyMap<string, string> = new Map();

  /** Returns the name of an experiment; its id if it has been deleted. */
  async nameOf(ws: Workspace, id: string): Promise<string> {
    if (!this.names.has(id)) await this.read(ws);
    return this.names.get(id) ?? id;
  }

  /** Reads and returns all names, sorted. */
  async read(ws: Workspace): Promise<string[]> {
    const experiments = await ws.experiments.list().all();
    this.names = new Map(experiments.map(({ id, name }) => [id, name]));
    return [...this.names.values()].sort((a, b) => a.localeCompare(b));
  }
}
