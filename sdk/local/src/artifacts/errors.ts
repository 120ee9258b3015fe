import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why an artifact cannot be uploaded; a batch of uploads reports it for each path. */
export const artifactErrors = {
  ArtifactPathInvalid: {
    code: 'UserError',
    status: 400,
    message: (p: { path: string }) =>
      `'${p.path}' is not a path of an artifact: it must be relative, without '.' and '..' parts.`
  },
  ArtifactExists: {
    code: 'UserError',
    status: 409,
    message: (p: { id: string }) =>
      `Resource Conflict: ArtifactId ${p.id} already exists. Log it under another path.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('ArtifactExists', { id })`. */
export const fail = defineErrors({ ...localErrors, ...artifactErrors });
