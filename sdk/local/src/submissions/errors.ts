import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why the workspace refuses to create, change or delete a job. */
export const submissionErrors = {
  JobTypeNotServed: {
    status: 501,
    message: (p: { jobType: string; instead: string }) =>
      `The local workspace does not run jobs of type '${p.jobType}'. ${p.instead}`
  },
  JobFieldImmutable: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; field: string }) =>
      `The job '${p.name}' exists and its ${p.field} cannot change. Submit the job under another name.`
  },
  JobIsChild: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; parent: string }) =>
      `The job '${p.name}' belongs to the job '${p.parent}'. Delete that one; its children are deleted with it.`
  },
  JobNameOfDeletedJob: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string }) =>
      `'${p.name}' is the name of a job that was deleted, and an asset made from its files is still registered. Give the new job another name.`
  },
  ActiveJobNotArchivable: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; status: string }) =>
      `The job '${p.name}' is ${p.status}. Archive it when it has ended.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('JobIsChild', { name, parent })`. */
export const fail = defineErrors({ ...localErrors, ...submissionErrors });
