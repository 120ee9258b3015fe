import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why a job is refused, or cannot be prepared. */
export const jobErrors = {
  ParallelDriverMissing: {
    status: 500,
    message: (p: { looked: string[] }) =>
      `The driver of parallel jobs is not at ${p.looked.join(' or ')}. Install @carry-ml/local again.`
  },
  CommandJobIncomplete: {
    code: 'ValidationError',
    status: 400,
    message: () => 'A command job needs both a command and an environmentId.'
  },
  DurationInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string; text: string }) =>
      `${p.field} is '${p.text}'; it must be an ISO 8601 duration such as PT1H.`
  },
  ComputeUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; known: string[] }) =>
      `Unknown compute '${p.name}'. This workspace has: ${p.known.join(', ')}. Choose one of them.`
  },
  ComputeRunsNoJobs: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; type: string; known: string[] }) =>
      `The compute '${p.name}' is of type ${p.type}: the workspace stores its declaration, but runs no jobs there. Jobs run on: ${p.known.join(', ')}. Choose one of them.`
  },
  CodeUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { id: string }) =>
      `The code '${p.id}' is not in this workspace. Upload it before the job.`
  },
  EnvironmentUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { id: string }) =>
      `Unknown environment '${p.id}'. Create it first, or use the one that every workspace of Carry has: 'azureml:carry-notebook@latest', in Python's azure-ai-ml 'carry-notebook@latest'.`
  },
  EnvironmentRegistryUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { id: string; registry: string }) =>
      `The environment '${p.id}' is in the registry '${p.registry}', which this workspace does not have. Create the registry and the environment here, or name an environment of the workspace or of Azure's registry 'azureml'.`
  },
  DistributionNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { type: string; instead: string }) =>
      `The local workspace does not run the distribution '${p.type}', only PyTorch, MPI and TensorFlow. ${p.instead}`
  },
  TooManyProcesses: {
    code: 'UserError',
    status: 400,
    message: (p: { count: number; instances: number; limit: number }) =>
      `The distribution asks for ${p.count} processes on ${p.instances} instance(s). Here all of them run on this machine, which runs at most ${p.limit} for one job. Ask for fewer, or raise 'processLimit' in the settings of the local workspace.`
  },
  ContainerDistributionNotServed: {
    status: 501,
    message: (p: { type: string }) =>
      `The job has the distribution '${p.type}', which the local workspace does not run in containers: the processes of a node share its memory and, with MPI, the program that starts them. Set 'environments' to 'build' in its settings, or remove the distribution from the job.`
  },
  ContainerSharedMemoryInvalid: {
    status: 400,
    message: (p: { size: string }) =>
      `resources.shmSize is '${p.size}'; it must be a number with a unit, such as 2g or 512m.`
  },
  OutputVersionExists: {
    code: 'Conflict',
    status: 409,
    message: (p: { output: string; asset: string }) =>
      `The output '${p.output}' would be registered as '${p.asset}', which already exists and cannot change. Give it another version, or none to get the next one.`
  },
  AssetVersionExists: {
    code: 'Conflict',
    status: 409,
    message: (p: { asset: string }) => `The version '${p.asset}' exists already.`
  },
  JobNameTooLong: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; longest: number; jobType: string }) =>
      `The name of the job '${p.name.slice(0, 20)}…' has ${p.name.length} characters. The local workspace stores a job's files in folders of that name and accepts at most ${p.longest} for a job of type ${p.jobType}. Give it a shorter name.`
  },
  JobNameDiffersByCase: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; existing: string }) =>
      `There is a job '${p.existing}', and this file system does not distinguish its folder from that of '${p.name}'. Give the new job another name.`
  },
  CommandPlaceholderUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { placeholder: string; kind: 'inputs' | 'outputs' }) =>
      `The command uses '${p.placeholder}', but the job has no such ${p.kind.slice(0, -1)}. Add it to the job's ${p.kind} or remove it from the command.`
  },
  InputMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { input: string; uri: string }) =>
      `The input '${p.input}' is '${p.uri}', where there is no file or folder. Check the path, or upload the data first.`
  },
  InputUnreadable: {
    code: 'UserError',
    status: 400,
    message: (p: { input: string; uri: string }) =>
      `The input '${p.input}' is '${p.uri}', which the local workspace cannot read. Upload it as a data asset, or use the URI of a datastore or of a storage account, or an https:// URI.`
  },
  InputDownloadFailed: {
    code: 'UserError',
    status: 400,
    message: (p: { input: string; uri: string; status?: number }) =>
      `The input '${p.input}' could not be fetched from ${p.uri}: ${p.status === undefined ? 'there was no response' : `the response had status ${p.status}`}. Check that the address is right and that this machine can connect to it.`
  },
  OutputUnwritable: {
    code: 'UserError',
    status: 400,
    message: (p: { output: string; uri: string }) =>
      `The output '${p.output}' is directed to '${p.uri}', which the local workspace cannot write. Use a path in one of its datastores.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('CodeUnknown', { id })`. */
export const fail = defineErrors({ ...localErrors, ...jobErrors });
