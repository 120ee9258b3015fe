export type { Credential, Token } from './credential.js';
export { Paged } from './paged.js';
export type { ListPage } from './paged.js';
