import { fail } from './errors.js';

const allowed = /^[a-zA-Z][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]$/;

/** Throws for names that Azure rejects: the names of endpoints and deployments are parts of host names. */
export function checkName(noun: 'endpoint' | 'deployment', name: string): void {
  if (allowed.test(name)) return;
  throw fail('EndpointNameInvalid', { noun, name });
}
