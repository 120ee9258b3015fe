/** A local path that names nothing, and the folder in which a relative path starts. */
export interface LookedUp {
  path: string;
  folder: string;
}

/** Returns a path as it was looked up, for the row of an error that says that it names nothing. */
export function lookedUp(path: string): LookedUp {
  return { path, folder: process.cwd() };
}

/** Names the folder in which a relative path starts: that of the notebook in a kernel, else that of the shell. */
export function startOf({ folder }: LookedUp): string {
  return `Check the path; a relative one starts in '${folder}'.`;
}
