import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why a registry is not found, or an asset cannot be shared through it. */
export const registryErrors = {
  RegistryNotFound: {
    status: 404,
    message: (p: { name: string }) =>
      `There is no registry '${p.name}'. Check its name, or create it: 'registries.begin_create' of azure-ai-ml does.`
  },
  SharedVersionExists: {
    code: 'Conflict',
    status: 409,
    message: (p: { asset: string; place: string }) =>
      `'${p.asset}' is in ${p.place} already. Share it under another version.`
  },
  SharedAssetUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { id: string }) =>
      `The asset '${p.id}' is not a model, data asset or environment of this workspace, so it cannot be shared. Check its name and version.`
  },
  SharedContentMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { uri: string }) =>
      `There is nothing at '${p.uri}', so it cannot be shared. Did the job that writes it complete?`
  },
  RegistryContentRemote: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; place: string; uri: string }) =>
      `The content of '${p.name}' in ${p.place} is at ${p.uri}, outside this machine. Download it from there.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('SharedAssetUnknown', { id })`. */
export const fail = defineErrors({ ...localErrors, ...registryErrors });
