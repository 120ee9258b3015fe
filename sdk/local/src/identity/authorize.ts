import { workspacePath } from 'carry-ml/arm';
import { fail } from './errors.js';
import { LOCAL_WORKSPACE } from '../workspace-id.js';
import { isReader, type Claims } from './tokens.js';

const readMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Queries that are sent as POST because they are long. They change nothing. */
const queries =
  /\/(?:search|search-datasets|graphql|traces\/metrics|get-latest-versions|rundata|batchGetResolvedUris|history\/v1\.0\/.*\/query)$/i;
const provider = 'Microsoft.MachineLearningServices';

/** Throws Azure's error when the role of the token does not permit the request. A Reader may perform no action, not even `listSecrets`. */
export function authorize(claims: Claims, method: string, path: string): void {
  if (!isReader(claims) || readMethods.has(method)) return;
  if (!isResource(path) && queries.test(path)) return;
  const { action, scope } = permissionOf(method, path);
  throw fail('RoleInsufficient', {
    user: claims.unique_name,
    objectId: claims.oid,
    action,
    scope
  });
}

function isResource(path: string): boolean {
  return /^\/subscriptions\//i.test(path);
}

/** Returns the permission that Azure would require, and the scope on which. */
function permissionOf(method: string, path: string): { action: string; scope: string } {
  const verb = method === 'DELETE' ? 'delete' : 'write';
  if (!isResource(path)) {
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
