import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { artifactFile } from '../artifacts/artifact-path.js';
import { mediaType } from '../artifacts/media-types.js';
import { fail } from '../errors.js';
import { errorPage } from './error-page.js';
import type { PageFiles } from './page-files.js';

/** The names of the files change with their contents, all but that of the page itself. */
const FOUR_WEEKS = 28 * 24 * 3600;

/**
 * Serves MLflow's own page, unchanged, at the tracking URI: its links are relative to that, and so are those that MLflow's clients
 * print. What fails here is read by a person.
 */
export function pageRoutes(app: FastifyInstance, files: PageFiles): void {
  void app.register((page, _options, done) => {
    errorPage(page);
    page.get('/', async ({ url }, reply) => {
      const [path = '', query] = url.split('?');
      if (!path.endsWith('/')) return reply.redirect(`${path}/${query ? `?${query}` : ''}`, 308);
      return reply
        .type('text/html; charset=utf-8')
        .headers(guarded)
        .header('cache-control', 'no-cache')
        .send(await readFile(join(installed(files), 'index.html')));
    });
    page.get<{ Params: { '*': string } }>('/static-files/*', async ({ params }, reply) => {
      const file = artifactFile(installed(files), params['*']);
      const info = await stat(file).catch(() => undefined);
      if (!info?.isFile()) throw fail('MlflowPageFileNotFound', { path: params['*'] });
      return reply
        .type(mediaType(file))
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', `private, max-age=${FOUR_WEEKS}`)
        .header('content-length', info.size)
        .send(createReadStream(file));
    });
    done();
  });
}

/** No page of another site may lay this one under its own, and nothing that it shows is sent elsewhere. */
const guarded = {
  'content-security-policy':
    "connect-src 'self' data: blob:; frame-ancestors 'self'; form-action 'self'; base-uri 'self'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff'
};

function installed(files: PageFiles): string {
  const folder = files.folder();
  if (folder === undefined) throw fail('MlflowPageMissing');
  return folder;
}
