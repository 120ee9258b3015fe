import type { FastifyRequest } from 'fastify';
import { workspacePath } from 'carry-ml/arm';
import { LOCAL_WORKSPACE } from '../workspace-id.js';
import { fail } from './errors.js';
import { accessOf, routedPath } from './route-access.js';
import { isReader, type Claims } from './tokens.js';

const provider = 'Microsoft.MachineLearningServices';

/** Throws Azure's error when the role of the token does not permit the request. A Reader may perform no action, not even `listSecrets`. */
export function authorize(claims: Claims, request: FastifyRequest): void {
  if (!isReader(claims) || accessOf(request) !== 'write') return;
  const { action, scope } = permissionOf(request.method, routedPath(request));
  throw fail('RoleInsufficient', {
    user: claims.unique_name,
    objectId: claims.oid,
    action,
    scope
  });
}

/** Returns the permission that Azure would require, and the scope on which. */
export function permissionOf(method: string, path: string): { action: string; scope: string } {
  const verb = method === 'DELETE' ? 'delete' : 'write';
  if (!/^\/subscriptions\//i.test(path)) {
    const type = /\/(registered-models|model-versions)\//.test(path)
      ? 'models'
      : 'experiments/runs';
    const action = `${provider}/workspaces/${type}/${verb}`;
    return { action, scope: workspacePath(LOCAL_WORKSPACE) };
  }
  const [scope = '', below = ''] = path.split(new RegExp(`(?<=/providers/${provider})/`, 'i'));
  const parts = below.split('/');
  const types = parts.filter((_, i) => i % 2 === 0);
  // Types and names alternate; at the end of a POST, a type without a name is the action to perform.
  if (method !== 'POST' || parts.length % 2 === 0)
    return { action: [provider, ...types, verb].join('/'), scope: path };
  return {
    action: [provider, ...types, 'action'].join('/'),
    scope: [scope, ...parts.slice(0, -1)].join('/')
  };
}
