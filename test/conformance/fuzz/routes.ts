import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RouteOptions } from 'fastify';
import { buildApp } from '../../../sdk/local/dist/app.js';
import type { Access, Authentication } from '../../../sdk/local/dist/identity/route-access.js';
import { Home } from '../../../sdk/local/dist/home.js';
import { loadSecret } from '../../../sdk/local/dist/identity/secret.js';
import { loadSettings } from '../../../sdk/local/dist/settings/settings.js';
import { openDatabase } from '../../../sdk/local/dist/store/database.js';
import { ensureCertificates } from '../../../sdk/local/dist/tls/authority.js';
import type { JsonSchema } from './from-schema.js';

/** A route as the server registers it. */
export interface ServedRoute {
  method: string;
  /** Contains `:parameters`, and may end with `*`. */
  url: string;
  /** The schema of its body, if the server publishes one. */
  body?: JsonSchema;
  /** The fields of the request message, if it is one of MLflow's. */
  fields: string[];
  /** How it affects the workspace; undefined where its method says it. */
  access?: Access;
  authentication?: Authentication;
  /** The largest accepted body in bytes, if the route has a limit of its own. */
  limit?: number;
}

/** Requests the list of routes from the server itself, so that new routes are fuzzed at once. */
export async function servedRoutes(): Promise<ServedRoute[]> {
  const root = mkdtempSync(join(tmpdir(), 'carry-routes-'));
  const home = new Home(root).create();
  const db = openDatabase(home.database);
  const registered: RouteOptions[] = [];
  try {
    const app = await buildApp({
      home,
      db,
      settings: loadSettings(home.settings, {}),
      secret: loadSecret(home.secret),
      machine: { path: [] },
      user: 'nobody',
      tls: await ensureCertificates(home.tls),
      onRoute: route => registered.push(route)
    });
    await app.close();
    return registered.flatMap(servedRoute);
  } finally {
    db.close();
    rmSync(root, { recursive: true });
  }
}

function servedRoute({ method, url, schema, config, bodyLimit }: RouteOptions): ServedRoute[] {
  const { fields = [], access, authentication } = (config ?? {}) as Partial<ServedRoute>;
  const body = schema?.body as JsonSchema | undefined;
  return [method]
    .flat()
    .map(one => ({ method: one, url, body, fields, access, authentication, limit: bodyLimit }));
}
