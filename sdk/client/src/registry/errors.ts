import { defineErrors } from '../errors/index.js';

/** Errors of models that the client finds; the service's own errors keep their codes and messages. */
export const registryErrors = {
  ModelPathNotFound: {
    status: 404,
    message: (p: { run: string; path: string; known: string[] }) =>
      `The run '${p.run}' has no artifact at '${p.path}'. ${p.known.length === 0 ? 'It has no artifacts.' : `It has: ${p.known.join(', ')}.`}`
  },
  ModelInUse: {
    status: 409,
    message: (p: { model: string; uses: string[] }) =>
      `${p.model} is in use by ${p.uses.join(' and ')}, and is not deleted. Move the alias to another version or remove it, delete the deployment, and try again.`
  },
  ModelNotDownloadable: {
    status: 501,
    message: (p: { name: string; version: string; uri: string }) =>
      `The files of model '${p.name}' version ${p.version} are at '${p.uri}', which this client cannot read. Download them from there.`
  }
};

/** Builds an error of this room. */
export const fail = defineErrors(registryErrors);
