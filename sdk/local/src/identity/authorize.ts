import { workspacePath } from 'carry-ml/arm';
import { fail } from './errors.js';
import { LOCAL_WORKSPACE } from '../workspace-id.js';
import { isReader, type Claims } from './tokens.js';

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What is asked by POST because the question is long, and changes nothing. */
const questions =
  /\/(?:search|search-datasets|graphql|traces\/metrics|get-latest-versions|rundata|batchGetResolvedUris|history\/v1\.0\/.*\/query)$/i;
const provider = 'Microsoft.MachineLearningServices';

/** Refuses what the role of the token does not allow, in Azure's words. A Reader may not do any action, `listSecrets` among them. */
export function authorize(claims: Claims, method: string, path: string): void {
  if (!isReader(claims) || reading.has(method)) return;
  if (!isResource(path) && questions.test(path)) return;
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

/** The permission that Azure would ask for, and on what. */
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
  // Types and names take turns; a type without a name at the end is what a POST asks to be done.
  if (method !== 'POST' || parts.length % 2 === 0)
    return { action: [provider, ...types, verb].join('/'), scope: path };
  return {
    action: [provider, ...types, 'action'].join('/'),
    scope: [scope, ...parts.slice(0, -1)].join('/')
  };
}
