import { isCarryError } from '../errors/index.js';
import type { ArtifactOwner } from './artifacts.js';
import { fail } from './errors.js';

/** The error for an artifact that is not there. */
export function artifactNotFound(run: ArtifactOwner, path: string, cause?: unknown): Error {
  return fail('ArtifactNotFound', { run: run.id, path }, { target: path, cause });
}

/** Turns a service's 404 for one artifact into a sentence about it; for `catch`. */
export function orNotFound(run: ArtifactOwner, path: string) {
  return (error: unknown): never => {
    if (isCarryError(error) && error.status === 404) throw artifactNotFound(run, path, error);
    throw error;
  };
}
