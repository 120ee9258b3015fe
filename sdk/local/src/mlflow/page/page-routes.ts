import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { artifactFile } from '../artifacts/artifact-path.js';
import { mediaType } from '../artifacts/media-types.js';
import { fail } from '../errors.js';
import { errorPage } from './error-page.js';
import type { PageFiles } from './page-files.js';

/** Four weeks: the names of all files except the page itself change with their contents. */
const CACHE_SECONDS = 28 * 24 * 3600;

/**
 * Serves MLflow's own web page, unchanged, at the tracking URI, which its links and those printed by MLflow's clients are relative to.
 * Errors are shown as a page, because a person reads them.
 */
export function pageRoutes(app: FastifyInstance, files: PageFiles): void {
  void app.register((page, _options, done) => {
    errorPage(page);
    page.get('/', async ({ url }, reply) => {
      const [path = '', query] = url.split('?');
      if (!path.endsWith('/')) return reply.redirect(`${path}/${query ? `?${query}` : ''}`, 308);
      return reply
        .type('text/html; charset=utf-8')
        .headers(securityHeaders)
        .header('cache-control', 'no-cache')
        .send(await readFile(join(pageFolder(files), 'index.html')));
    });
    page.get<{ Params: { '*': string } }>('/static-files/*', async ({ params }, reply) => {
      const file = artifactFile(pageFolder(files), params['*']);
      const info = await stat(file).catch(() => undefined);
      if (!info?.isFile()) throw fail('MlflowPageFileNotFound', { path: params['*'] });
      return reply
        .type(mediaType(file))
        .headers(securityHeaders)
        .header('cache-control', `private, max-age=${CACHE_SECONDS}`)
        .header('content-length', info.size)
        .send(createReadStream(file));
    });
    done();
  });
}

/** Prevents other sites from embedding the page, and the page from sending data to other sites. */
const securityHeaders = {
  'content-security-policy':
    "connect-src 'self' data: blob:; frame-ancestors 'self'; form-action 'self'; base-uri 'self'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff'
};

function pageFolder(files: PageFiles): string {
  const folder = files.folder();
  if (folder === undefined) throw fail('MlflowPageMissing');
  return folder;
}
