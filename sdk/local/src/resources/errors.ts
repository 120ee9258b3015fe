import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why an operation on a resource of the workspace is refused. */
export const resourceErrors = {
  ActiveJobNotDeletable: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; status: string }) =>
      `The job '${p.name}' is ${p.status}. Cancel it before it is deleted.`
  },
  ComputeNameReserved: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; compute: string; change: 'changed' | 'deleted' }) =>
      `The name '${p.name}' means this machine, whose compute is '${p.compute}', and cannot be ${p.change}. Create one under another name.`
  },
  DefaultComputeImmutable: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; change: 'changed' | 'deleted' }) =>
      `The compute '${p.name}' belongs to the workspace and cannot be ${p.change}. Create one under another name.`
  },
  ComputeTypeImmutable: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; before: string; type: string }) =>
      `The compute '${p.name}' is of type ${p.before} and cannot become one of type ${p.type}. Delete it first.`
  },
  ComputeHasJobs: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; job: string }) =>
      `The compute '${p.name}' has jobs that have not ended, such as '${p.job}'. Cancel them before it is deleted.`
  },
  ComputeRunsJob: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string }) =>
      `The compute '${p.name}' runs a job. Cancel the job before it is stopped.`
  },
  ComputeWithoutScale: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string }) =>
      `The compute '${p.name}' is not a cluster; only clusters have scale settings.`
  },
  ComputeWithoutNodes: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string }) =>
      `The compute '${p.name}' is not a cluster and has no nodes. Use the name of a cluster.`
  },
  ComputeWithoutPower: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string }) =>
      `The compute '${p.name}' is not an instance. Only instances are started and stopped; a cluster adds nodes when jobs need them.`
  },
  ComputeWithoutKeys: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; type: string; types: string[] }) =>
      `The compute '${p.name}' is of the type ${p.type}, which has no keys. These types have: ${p.types.join(', ')}.`
  },
  ComputeScaleInvalid: {
    code: 'UserError',
    status: 400,
    message: (p: { min: number; max: number }) =>
      `A cluster cannot have at least ${p.min} nodes and at most ${p.max}. Raise maxNodeCount, or lower minNodeCount.`
  },
  ComponentSourceJobUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { job: string }) =>
      `The component names the source job '${p.job}', which is not in this workspace. Submit it first, or correct the name.`
  },
  ComponentSourceJobType: {
    code: 'UserError',
    status: 400,
    message: (p: { job: string; type: string }) =>
      `The component names the source job '${p.job}', which is of type ${p.type}. Name a pipeline job.`
  },
  DefaultDatastoreImmutable: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; change: 'changed' | 'deleted' }) =>
      `The datastore '${p.name}' belongs to the workspace and cannot be ${p.change}. Declare one under another name.`
  },
  DatastoreWithoutSecrets: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string }) =>
      `The datastore '${p.name}' has no secrets. It is opened with your own identity.`
  },
  ScheduleViewInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { view: string }) =>
      `listViewType is '${p.view}'; it must be EnabledOnly, DisabledOnly or All.`
  },
  AssetPropertyImmutable: {
    code: 'Conflict',
    status: 409,
    message: (p: { noun: string; asset: string; property: string }) =>
      `The ${p.noun} '${p.asset}' exists and its ${p.property} cannot change. Register a new version.`
  },
  WorkspaceNotDeletable: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { workspace: string }) =>
      `The local workspace '${p.workspace}' is not deleted through its API. Stop it with 'carry down' and remove its folder.`
  },
  SecondWorkspace: {
    code: 'Conflict',
    status: 409,
    message: (p: { workspace: string; wanted: string }) =>
      `A server has one workspace, here '${p.workspace}'. For '${p.wanted}' start another server: set CARRY_HOME to a folder of its own and run 'carry up'.`
  },
  TemplateDeployment: {
    code: 'Conflict',
    status: 409,
    message: (p: { workspace: string }) =>
      `A server has one workspace, here '${p.workspace}', and does not deploy templates. For another workspace start another server: set CARRY_HOME to a folder of its own and run 'carry up'. Hubs, projects and feature stores need Azure.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('ComputeHasJobs', { name, job })`. */
export const fail = defineErrors({ ...localErrors, ...resourceErrors });
