export { CarryError, isCarryError } from '../error.js';
export type { ErrorFacts } from '../error.js';
export { armErrors, fail } from './errors.js';
export * from './envelope.js';
export * from './resource-id.js';
export * from './job.js';
export { folderUri, outputFolder, parseJobOutputUri } from './job-output.js';
export type { JobOutputPath, OutputFolder } from './job-output.js';
export * from './asset.js';
