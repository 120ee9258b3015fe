import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { outputFolder } from '../../arm/job-output.js';
import type { ArtifactInfo, ArtifactStore } from './artifacts.js';
import { invalid, refuse } from './errors.js';
import { decoded } from './percent-decoding.js';
import { idOf, runId } from './run-routes.js';
import type { RunStore } from './runs.js';
import { message } from './wire/answer.js';
import { endpoint, type Endpoint } from './wire/endpoint.js';
import { string } from './wire/message.js';

/** The folder of a run's artifacts, as a path in the store. */
export const runFolder = (id: string) => outputFolder(id, 'artifacts').path;

export function wireFile(info: ArtifactInfo, path: string) {
  return message({ path, is_dir: info.isFolder, file_size: info.size });
}

/** `artifacts/list` of MLflow's API: paths as seen from the run. */
export function artifactEndpoints(runs: RunStore, artifacts: ArtifactStore): Endpoint[] {
  return [
    endpoint(
      'GET',
      '/artifacts/list',
      { ...runId, path: string, page_token: string },
      async input => {
        const run = runs.getInfo(idOf(input));
        const folder = runFolder(run.runId);
        const files = await artifacts.list(posixJoin(folder, input.path ?? ''));
        return message({
          root_uri: run.artifactUri,
          files: files.map(file => wireFile(file, file.path.slice(folder.length + 1)))
        });
      }
    )
  ];
}

/**
 * The artifacts' own protocol, which plain MLflow uses for every `mlflow-artifacts:` URI: it looks for `api/2.0/mlflow-artifacts` below
 * the path of the tracking URI. Contents stream in both directions.
 */
export function artifactTransfer(app: FastifyInstance, artifacts: ArtifactStore): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  const base = '/api/2.0/mlflow-artifacts';

  app.get(`${base}/artifacts`, async request => {
    const { path = '' } = request.query as { path?: string };
    const files = await artifacts.list(relative(path));
    return message({ files: files.map(file => wireFile(file, posix.basename(file.path))) });
  });
  app.get(`${base}/artifacts/*`, async (request, reply) => {
    const path = pathOf(request);
    const { size, stream } = await artifacts.read(path);
    return reply
      .type('application/octet-stream')
      .header('content-length', size)
      .header('x-content-type-options', 'nosniff')
      .header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(posix.basename(path))}`
      )
      .send(stream);
  });
  app.put(`${base}/artifacts/*`, async request => {
    await artifacts.write(
      pathOf(request),
      (request.body as Readable | undefined) ?? Readable.from([])
    );
    return {};
  });
  app.delete(`${base}/artifacts/*`, async request => {
    await artifacts.delete(pathOf(request));
    return {};
  });
  app.all(`${base}/mpu/*`, () => {
    throw refuse('NOT_IMPLEMENTED', { operation: 'multipart uploads' });
  });
  app.all(`${base}/presigned/*`, () => {
    throw refuse('NOT_IMPLEMENTED', { operation: 'presigned downloads' });
  });
}

function pathOf(request: FastifyRequest): string {
  return relative((request.params as { '*': string })['*']);
}

/** Clients encode once or twice: a path is refused when any decoding of it leads upwards. */
function relative(path: string): string {
  for (let text = path, before = ''; text !== before; before = text, text = decoded(text))
    if (text.split(/[/\\]/).includes('..')) throw invalid(`Invalid path: '${path}'.`);
  return path.replace(/^\/+|\/+$/g, '');
}

function posixJoin(folder: string, path: string): string {
  const inside = relative(path);
  if (path.startsWith('/')) throw invalid(`Invalid path: '${path}'. It is relative to the run.`);
  return inside ? `${folder}/${inside}` : folder;
}
