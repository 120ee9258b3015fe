import type { FastifyInstance } from 'fastify';
import type { ServedRoute, ServedRoutes } from '../protocol/served-routes.js';

const PROVIDER = 'Microsoft.MachineLearningServices';
const DISPLAY = 'Microsoft Machine Learning Services';
const verbs: Record<string, string> = {
  GET: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
  POST: 'action'
};
const words: Record<string, string> = {
  read: 'Read or list',
  write: 'Create or update',
  delete: 'Delete',
  action: 'Run'
};

/** `Operations_List`: the operations of the provider, derived from the served routes. */
export function providerOperationRoutes(app: FastifyInstance, routes: ServedRoutes): void {
  app.get(`/providers/${PROVIDER}/operations`, () => {
    const names = new Set(routes.all().flatMap(nameOf));
    return { value: [...names].sort().map(operation) };
  });
}

/** `Microsoft.MachineLearningServices/workspaces/jobs/cancel/action` of `POST …/workspaces/local/jobs/:name/cancel`. */
function nameOf({ method, path }: ServedRoute): string[] {
  const verb = verbs[method];
  const [, below] = path.split(`/providers/${PROVIDER}/`);
  if (verb === undefined || below === undefined) return [];
  // Kinds and names alternate; an action follows a name, like a kind.
  const kinds = below.split('/').filter((_, i) => i % 2 === 0);
  return [[PROVIDER, ...kinds, verb].join('/')];
}

function operation(name: string) {
  const parts = name.split('/');
  const verb = parts.at(-1) ?? '';
  const resource = parts.slice(1, -1).join('/');
  const label = `${words[verb] ?? verb} ${resource}`;
  return {
    name,
    display: { provider: DISPLAY, resource, operation: label, description: `${label}.` },
    isDataAction: false
  };
}
