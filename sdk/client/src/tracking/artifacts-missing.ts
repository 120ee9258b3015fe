import { isCarryError } from '../errors/index.js';
import type { ArtifactOwner } from './artifacts.js';
import { fail } from './errors.js';

/** Returns the error for an artifact that does not exist. */
export function artifactNotFound(run: ArtifactOwner, path: string, cause?: unknown): Error {
  return fail('ArtifactNotFound', { run: run.id, path }, { target: path, cause });
}

/** Returns a handler for `catch` that turns a service's 404 into the error for one artifact. */
export function orNotFound(run: ArtifactOwner, path: string) {
  return (error: unknown): never => {
    if (isCarryError(error) && error.status === 404) throw artifactNotFound(run, path, error);
    throw error;
  };
}
