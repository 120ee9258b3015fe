export type { DescribedOptions, WorkspaceTarget } from './command-spec.js';
export { submitAs } from './submit-texts.js';
export type { SubmitAsOptions, SubmitTexts } from './submit-texts.js';
export { writeJobFile } from './write-job-file.js';
