import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../sdk/local/dist/store/database.js';
import { servedRoutes, type ServedRoute } from './fuzz/routes.js';
import { Sender } from './fuzz/sender.js';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';

/** Requests in flight at a time. */
const AT_ONCE = 8;
/** Names for the parameters of a path. All but the first, which every spelling has, are also words at the end of a question's path. */
const names = ['x', 'graphql', 'search', 'rundata'];

/** Spells a path differently. The router understands most of these spellings as the same route. */
const spellings: Record<string, (path: string) => string> = {
  plain: path => path,
  'percent-encoded letters': path => path.replace(/(?<=\/)[a-z]/g, encoded),
  'one percent-encoded letter': path => path.replace(/[a-z]/, encoded),
  'a percent-encoded slash': path => path.replace(/\/([^/]*)$/, '%2F$1'),
  'the absolute form': path => `https://127.0.0.1${path}`,
  'the absolute form of another host': path => `http://graphql/${path.slice(1)}`,
  'upper case': path => path.toUpperCase(),
  'a fragment': path => `${path}#/runs/search`,
  'a question in the query': path => `${path}?a=/graphql`,
  'a question after a semicolon': path => `${path};/graphql`,
  'dot segments before it': path => `/graphql/..${path}`,
  'a dot segment inside': path => path.replace(/\/([^/]*)$/, '/./$1'),
  'a dot segment after it': path => `${path}/.`,
  'doubled slashes': path => path.replaceAll('/', '//'),
  'a doubled slash at the start': path => `/${path}`,
  'a slash at the end': path => `${path}/`,
  backslashes: path => path.replace(/(?<=.)\//g, '\\')
};

function encoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

describe('the token of a Reader', { timeout: 300_000 }, () => {
  let workspace: LocalWorkspace;
  let reader: string;
  let sender: Sender;
  let routes: ServedRoute[];
  beforeAll(async () => {
    [workspace, routes] = await Promise.all([startLocalWorkspace(), servedRoutes()]);
    sender = new Sender(workspace);
    const { stdout } = await workspace.carry('env', '--role', 'reader', '--json');
    reader = (JSON.parse(stdout) as { MLFLOW_TRACKING_TOKEN: string }).MLFLOW_TRACKING_TOKEN;
  }, 60_000);
  afterAll(async () => {
    sender.close();
    await workspace.stop();
  });

  it('changes nothing through any route, however its path is spelled', async () => {
    const changing = routes.filter(
      ({ method, access = isRead(method) ? 'read' : 'write', authentication = 'token' }) =>
        access === 'write' && authentication !== 'none'
    );
    const requests = changing.flatMap(route =>
      Object.entries(spellings).flatMap(([spelling, spell]) =>
        (spelling === 'plain' ? names : names.slice(0, 1)).map(name => ({
          ...{ method: route.method, spelling },
          path: withVersion(spell(pathOf(route.url, name)))
        }))
      )
    );
    const before = contentOf(workspace.home);
    const passed: string[] = [];
    const refused = new Map<string, number>();
    const left = requests.values();
    const worker = async () => {
      for (const { method, spelling, path } of left) {
        const headers = { authorization: `Bearer ${reader}` };
        const { status } = await sender.send({ method, path, headers });
        if (status === 403) refused.set(spelling, (refused.get(spelling) ?? 0) + 1);
        if (!refusals(spelling, path).includes(status)) passed.push(`${method} ${path} ${status}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));

    console.log(`${requests.length} requests of a Reader to ${changing.length} routes`);
    expect(passed).toEqual([]);
    expect(contentOf(workspace.home)).toEqual(before);
    expect(changing.length).toBeGreaterThan(100);
    for (const spelling of ['the absolute form', 'percent-encoded letters', 'a fragment'])
      expect(refused.get(spelling)).toBe((refused.get('plain') ?? 0) / names.length);
  });
});

/**
 * The statuses of a refusal: without permission, not implemented for anybody, or without a route where the spelling is no path of the server. 400 is none, because
 * a request that reaches its route without permission gets it for the missing body; but Blob storage refuses bad names with it, and an
 * upload without a body would show in the content.
 */
function refusals(spelling: string, path: string): number[] {
  return [
    ...[401, 403, 501],
    ...(spelling === 'plain' ? [] : [404, 405]),
    ...(/blob\.carry|%62lob/i.test(path) ? [400] : [])
  ];
}

function isRead(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/** Returns the path of a route with the same value for each of its parameters. */
function pathOf(url: string, name: string): string {
  return url.replace(/:\w+|\*/g, name);
}

function withVersion(path: string): string {
  const [before = '', ...fragment] = path.split('#');
  const query = `${before.includes('?') ? '&' : '?'}api-version=2024-04-01`;
  return [before + query, ...fragment].join('#');
}

/** Returns every row of the database and the names and times of all files of the store. */
function contentOf(home: string): unknown {
  const db = openDatabase(join(home, 'state.db'));
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
      name: string;
    }[];
    const blobs = join(home, 'blobs');
    return {
      rows: tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]),
      files: readdirSync(blobs, { recursive: true })
        .map(String)
        .sort()
        .map(file => [file, statSync(join(blobs, file)).mtimeMs])
    };
  } finally {
    db.close();
  }
}
