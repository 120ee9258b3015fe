export { registryErrors } from './errors.js';
export { Models } from './models.js';
export type { ModelChange, ModelRegister } from './models.js';
export type { ModelDeployment } from './model-deployments.js';
export type { ModelFiles } from './model-files.js';
export type { ModelInput } from './model-signature.js';
export type { Model, ModelVersion } from './model-version.js';
