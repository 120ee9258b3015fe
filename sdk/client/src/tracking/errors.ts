import { defineErrors } from '../errors/index.js';

/** What can go wrong with tracking on our side; the service's own errors keep their own codes. */
export const trackingErrors = {
  NoCurrentRun: {
    status: 404,
    message: () =>
      `This program is not part of a job, so it has no run of its own. Start one with runs.start(), or submit the notebook.`
  },
  TrackingUriUnsupported: {
    status: 400,
    message: (p: { uri: string }) =>
      `'${p.uri}' is not the address of a tracking server. Give an http or https address.`
  },
  ArtifactStoreUnsupported: {
    status: 501,
    message: (p: { uri: string }) =>
      `The run keeps its artifacts at '${p.uri}', which can only be reached directly and not through the tracking server. Start the server with --serve-artifacts.`
  },
  ArtifactNotFound: {
    status: 404,
    message: (p: { run: string; path: string }) =>
      `The run '${p.run}' has kept nothing at '${p.path}'. List its artifacts to see what there is.`
  },
  ArtifactSourceNotFound: {
    status: 404,
    message: (p: { path: string }) =>
      `There is nothing at '${p.path}' to keep. Check the path; it is read relative to the current folder.`
  },
  UnsafeArtifact: {
    status: 400,
    message: (p: { path: string }) =>
      `The artifact '${p.path}' would be written outside the download folder, so nothing more was downloaded.`
  }
};

/** Builds an error of this room. */
export const trackingError = defineErrors(trackingErrors);
