import { fail } from '../errors/index.js';

const allowed = /^[a-zA-Z][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]$/;

/** Names of endpoints and deployments are parts of addresses, and Azure refuses all others. */
export function checkName(what: 'endpoint' | 'deployment', name: string): void {
  if (allowed.test(name)) return;
  throw fail('ValidationError', {
    message: `'${name}' cannot be the name of a${what === 'endpoint' ? 'n' : ''} ${what}: it must have 3 to 32 characters, begin with a letter, go on with letters, digits and '-', and not end with '-'. Choose another name.`
  });
}
