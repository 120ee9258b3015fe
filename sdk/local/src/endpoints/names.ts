import { fail } from './errors.js';

const allowed = /^[a-zA-Z][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]$/;

/** Names of endpoints and deployments are parts of addresses, and Azure refuses all others. */
export function checkName(noun: 'endpoint' | 'deployment', name: string): void {
  if (allowed.test(name)) return;
  throw fail('EndpointNameInvalid', { noun, name });
}
