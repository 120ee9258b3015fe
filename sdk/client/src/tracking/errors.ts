import { defineErrors, startOf, type LookedUp } from '../errors/index.js';

/** Errors of tracking that the client finds; the service's own errors keep their codes and messages. */
export const trackingErrors = {
  NoCurrentRun: {
    status: 404,
    message: () =>
      'This program is not part of a job, so it has no run. Start one with runs.start(), or submit the notebook.'
  },
  TrackingUriUnsupported: {
    status: 400,
    message: (p: { uri: string }) =>
      `'${p.uri}' is not the address of a tracking server. Use an http or https address.`
  },
  ArtifactStoreUnsupported: {
    status: 501,
    message: (p: { uri: string }) =>
      `The run stores its artifacts at '${p.uri}', which is not accessible through the tracking server. Start the server with --serve-artifacts.`
  },
  ArtifactNotFound: {
    status: 404,
    message: (p: { run: string; path: string }) =>
      `The run '${p.run}' has no artifact at '${p.path}'. List its artifacts to see the existing paths.`
  },
  ArtifactSourceNotFound: {
    status: 404,
    message: (p: LookedUp) => `There is no file or folder at '${p.path}' to log. ${startOf(p)}`
  },
  UnsafeArtifact: {
    status: 400,
    message: (p: { path: string }) =>
      `The artifact '${p.path}' would be written outside the download folder, so the download stopped.`
  }
};

/** Builds an error of this room. */
export const fail = defineErrors(trackingErrors);
