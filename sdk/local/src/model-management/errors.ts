import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why the model management of azureml-core refuses a request. */
export const modelManagementErrors = {
  ModelArtifactsSeveral: {
    code: 'UserError',
    status: 400,
    message: (p: { count: number }) =>
      `A model is one file or one folder, and this one has ${p.count} artifacts. Register a folder that has all of them.`
  },
  ModelUrlUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { url: string }) =>
      `The model has the URL '${p.url}', and only 'aml://asset/{id}' of an asset of this workspace is known. Register the model from files, or from the artifacts of a run.`
  },
  ModelDatasetsNotKept: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { model: string }) =>
      `The local workspace keeps no data sets of azureml-core with the model '${p.model}'. Name the data in a tag or property, or use an Azure workspace.`
  },
  ModelFieldFixed: {
    code: 'UserError',
    status: 400,
    message: (p: { field: string }) =>
      `The field '${p.field}' of a model cannot change here: only '/kvTags', '/description' and '/properties' can. Register another version.`
  },
  ModelFilesElsewhere: {
    code: 'UserError',
    status: 400,
    message: (p: { model: string; source: string }) =>
      `The files of the model '${p.model}' are at '${p.source}', which is no artifact of this workspace. Download them with a client of that place.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('ModelUrlUnknown', { url })`. */
export const fail = defineErrors({ ...localErrors, ...modelManagementErrors });
