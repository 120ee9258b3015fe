import { absent, readContract } from '../contract/contract.js';
import { ours } from '../contract/prerequisites.js';
import type { ServedRoute } from './routes.js';

/** The bodies of the official examples by route: what real clients send, to be damaged. None where the contract is not at hand. */
export function exampleBodies(): (route: ServedRoute) => unknown[] {
  const byRoute = new Map<string, unknown[]>();
  for (const { method, path, body, examples } of absent ? [] : readContract()) {
    const bodies = body ? examples.map(example => ours(example.parameters[body])) : [];
    const key = keyOf(method, path.replaceAll(/\{(\w+)\}/g, ':$1'));
    byRoute.set(key, [...(byRoute.get(key) ?? []), ...bodies]);
  }
  return ({ method, url }) => byRoute.get(keyOf(method, url)) ?? [];
}

/** Of a workspace's or a registry's route the part behind it, whatever its parameters are called. */
function keyOf(method: string, url: string): string {
  const [, below = url] = /\/(?:workspaces|registries)\/[^/]+(\/.*)/i.exec(url) ?? [];
  return `${method} ${below.replaceAll(/:\w+/g, ':').toLowerCase()}`;
}
