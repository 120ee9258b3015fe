import type { FastifyInstance } from 'fastify';

/** The method and path of a route, such as `GET /jobs/:name`. */
export interface ServedRoute {
  method: string;
  path: string;
}

/** Collects every route that is registered after it. */
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

  /** Returns the methods of a path; none when it has no route. */
  methodsOf(path: string): string[] {
    return [...new Set(this.routes.filter(r => r.matches.test(path)).map(r => r.method))].sort();
  }
}

function segment(text: string): string {
  if (text === '*') return '.*';
  return text.startsWith(':') ? '[^/]+' : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
