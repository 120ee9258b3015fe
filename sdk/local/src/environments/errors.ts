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
  EnvironmentFileTooLong: {
    code: 'UserError',
    status: 400,
    message: (p: { file: string; bytes: number; max: number }) =>
      `The file '${p.file}' of the environment has ${p.bytes} bytes; at most ${p.max} are read. Shorten it, or split it into several files.`
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
  },
  ContainerEngineMissing: {
    status: 400,
    message: (p: { environment: string }) =>
      `The environment '${p.environment}' is an image, which the setting 'environments' lets a container engine run, but neither 'docker' nor 'podman' is on the PATH of the local workspace. Install Docker or Podman and start the workspace again, or set 'environments' to 'build'.`
  },
  ContainerEngineNotRunning: {
    status: 400,
    message: (p: { engine: string; reason: string }) =>
      `${p.engine} is installed but does not respond: ${p.reason} Start it and submit the job again, or set 'environments' to 'build'.`
  },
  ContainerImageInvalid: {
    status: 400,
    message: (p: { image: string }) =>
      `'${p.image}' is not the name of an image, such as 'python:3.11' or 'registry.example/team/train:7'. Correct it in a new version of the environment.`
  },
  ContainerImageUnavailable: {
    status: 400,
    message: (p: { image: string; engine: string; command: string; reason: string; log: string }) =>
      `${p.engine} could not pull the image '${p.image}': ${p.reason} Check its name and the network of this machine, sign in to its registry with '${p.command} login', or set 'environments' to 'build'. The log is ${p.log}.`
  },
  ContainerImageBuildFailed: {
    status: 400,
    message: (p: { environment: string; engine: string; reason: string; log: string }) =>
      `${p.engine} could not build the image of the environment '${p.environment}': ${p.reason} Its log is ${p.log}.`
  }
};

/** Builds an error of this table: `throw fail('EnvironmentFileMissing', { file })`. */
export const fail = defineErrors(environmentErrors);
