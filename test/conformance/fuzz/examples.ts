import { absent, readContract } from '../contract/contract.js';
import { ours } from '../contract/prerequisites.js';
import type { ServedRoute } from './routes.js';

/** Returns the bodies of the official examples by route, as valid input to damage; empty if the contract is not available. */
export function exampleBodies(): (route: ServedRoute) => unknown[] {
  const byRoute = new Map<string, unknown[]>();
  for (const { method, path, body, examples } of absent ? [] : readContract()) {
    const bodies = body ? examples.map(example => ours(example.parameters[body])) : [];
    const key = keyOf(method, path.replaceAll(/\{(\w+)\}/g, ':$1'));
    byRoute.set(key, [...(byRoute.get(key) ?? []), ...bodies]);
  }
  return ({ method, url }) => byRoute.get(keyOf(method, url)) ?? [];
}

/** Returns the part of a route below the workspace or registry, without the names of its parameters. */
function keyOf(method: string, url: string): string {
  const [, below = url] = /\/(?:workspaces|registries)\/[^/]+(\/.*)/i.exec(url) ?? [];
  return `${method} ${below.replaceAll(/:\w+/g, ':').toLowerCase()}`;
}
