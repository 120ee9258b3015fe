import { defineErrors } from '../errors/index.js';

/** What can go wrong with models on our side; the service's own errors keep their own codes. */
export const registryErrors = {
  ModelPathNotFound: {
    status: 404,
    message: (p: { run: string; path: string; known: string[] }) =>
      `The run '${p.run}' has kept nothing at '${p.path}'. ${p.known.length ? `It has kept: ${p.known.join(', ')}.` : 'It has kept no artifacts at all.'}`
  },
  ModelNotDownloadable: {
    status: 501,
    message: (p: { name: string; version: string; uri: string }) =>
      `The files of model '${p.name}' version ${p.version} lie at '${p.uri}', which cannot be read from here. Download them from there.`
  }
};

/** Builds an error of this room. */
export const registryError = defineErrors(registryErrors);
