import type { FastifyInstance } from 'fastify';

/** A route that is served: its method and path, such as `GET /jobs/:name`. */
export interface ServedRoute {
  method: string;
  path: string;
}

/** Every route that is registered from now on. */
export class ServedRoutes {
  private readonly routes: (ServedRoute & { matches: RegExp })[] = [];

  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ method, url }) => {
      // A prefix is registered with and without its slash.
      const path = url.replace(/(.)\/$/, '$1');
      const matches = new RegExp(`^${path.split('/').map(segment).join('/')}/?$`, 'i');
      for (const each of [method].flat()) this.routes.push({ method: each, path, matches });
    });
  }

  all(): ServedRoute[] {
    return this.routes.map(({ method, path }) => ({ method, path }));
  }

  /** The methods that a path is served with; none when it is not served. */
  methodsOf(path: string): string[] {
    return [...new Set(this.routes.filter(r => r.matches.test(path)).map(r => r.method))].sort();
  }
}

function segment(text: string): string {
  if (text === '*') return '.*';
  return text.startsWith(':') ? '[^/]+' : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
