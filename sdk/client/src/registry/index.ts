export { registryErrors } from './errors.js';
export { Models } from './models.js';
export type { Model, ModelRegister, ModelVersion } from './models.js';
