import { defineErrors } from 'carry-ml/errors';

/** Why the environment of a job cannot be built. */
export const environmentErrors = {
  CondaFileInvalid: {
    code: 'UserError',
    status: 400,
    message: (p: { reason: string }) =>
      `The conda file of the environment cannot be read: ${p.reason}. Correct it and create a new version of the environment.`
  },
  EnvironmentFileMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { file: string }) =>
      `The environment refers to the file '${p.file}', which is not in its build context. Add it to the context, or write its lines into the environment.`
  },
  BuildContextUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { uri: string; dockerfile: string }) =>
      `The build context '${p.uri}' of the environment has no file '${p.dockerfile}' in this workspace. Create the environment again from its folder.`
  },
  EnvironmentBuildFailed: {
    code: 'UserError',
    status: 400,
    message: (p: { environment: string; reason: string; log: string }) =>
      `The environment '${p.environment}' could not be built: ${p.reason} Its log is ${p.log}.`
  },
  EnvironmentToolsMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { reason: string }) =>
      `This machine has no Python that can build environments: ${p.reason}. Install Python 3.10 or newer, and 'pip install uv' beside it.`
  }
};

/** Builds an error of this table: `throw fail('EnvironmentFileMissing', { file })`. */
export const fail = defineErrors(environmentErrors);
