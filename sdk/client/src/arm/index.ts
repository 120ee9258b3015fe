export { CarryError, isCarryError } from '../errors/index.js';
export type { ErrorFacts } from '../errors/index.js';
export { armErrors } from './errors.js';
export * from './envelope.js';
export * from './resource-id.js';
export * from './job-resource.js';
export {
  folderUri,
  outputFilesUri,
  outputFolder,
  outputsFolder,
  parseJobOutputUri
} from './job-output.js';
export type { JobOutputPath, OutputFolder } from './job-output.js';
export * from './asset.js';
export { FILE_SHARE_CONTAINER } from './file-share.js';
export { withoutOuterSlashes, withoutTrailingSlashes } from './slashes.js';
