import type { FastifyRequest } from 'fastify';

/**
 * How a route affects the workspace. A `question` is a read whose parameters are sent in the body of a POST, because they are long.
 * Routes declare their access in `config`. Without a declaration, GET, HEAD and OPTIONS are reads, and everything else is a write.
 */
export type Access = 'read' | 'question' | 'write';

/** How a route authenticates its requests: by our tokens (the default), by credentials that the route itself checks, or not at all. */
export type Authentication = 'token' | 'own' | 'none';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    authentication?: Authentication;
  }
}

/** The `config` of a POST route that changes nothing. */
export const question = { access: 'question' } as const satisfies { access: Access };

/** The `config` of a route that checks the credentials of its requests itself. */
export const ownAuthentication = { authentication: 'own' } as const satisfies {
  authentication: Authentication;
};

/** The `config` of a route that is public, in Azure too, or checks a secret of its own such as a ticket. */
export const publicRoute = { authentication: 'none' } as const satisfies {
  authentication: Authentication;
};

const readMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Returns the access of the route that matched the request. It is never derived from the URL: the router decodes percent signs, removes
 * the host of an absolute URL and ignores a fragment, so that two URLs of different shape can lead to one route.
 */
export function accessOf({ method, routeOptions }: FastifyRequest): Access {
  return routeOptions.config.access ?? (readMethods.has(method) ? 'read' : 'write');
}

/** Returns the path of the matched route with the parameters of the request, or the path as sent where no route matched. */
export function routedPath({ routeOptions, params, url }: FastifyRequest): string {
  if (routeOptions.url === undefined) return url.split(/[?#;]/, 1)[0] ?? '';
  const given = params as Record<string, string | undefined>;
  return routeOptions.url.replace(/:(\w+)|\*/g, (_, name?: string) =>
    encodeURIComponent(given[name ?? '*'] ?? '')
  );
}
