import { defineErrors } from 'carry-ml/errors';

/** Changes that contradict the stored state. All of them are Azure's `Conflict`. */
export const storeErrors = {
  SealedWithLostSecret: {
    code: 'Conflict',
    status: 409,
    message: (p: { place: string }) =>
      `The secrets of '${p.place}' were encrypted with a secret that this home no longer has. Delete it and create it again.`
  },
  ModelNameTaken: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string }) =>
      `A model named '${p.name}' already exists. Choose another name.`
  },
  ModelVersionTaken: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; version: string }) =>
      `Version '${p.version}' of model '${p.name}' already exists. Register the next one.`
  },
  ModelSourceFixed: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string; version: string; source: string }) =>
      `Version '${p.version}' of model '${p.name}' is registered with the source '${p.source}', which cannot change. Register a new version.`
  }
};

export const fail = defineErrors(storeErrors);
