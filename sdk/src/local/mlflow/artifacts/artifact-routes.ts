import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { outputFolder } from '../../../arm/job-output.js';
import { refuse } from '../errors.js';
import { idOf, runId } from '../runs/run-routes.js';
import type { RunStore } from '../runs/runs.js';
import { message } from '../wire/answer.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { string } from '../wire/message.js';
import { pathInside, relativePath } from './artifact-path.js';
import type { ArtifactInfo, ArtifactStore } from './artifacts.js';
import { sendArtifact } from './send-artifact.js';

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
        const files = await artifacts.list(pathInside(folder, input.path ?? ''));
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
export function artifactTransfer(
  app: FastifyInstance,
  root: string,
  artifacts: ArtifactStore
): void {
  const base = `${root}/2.0/mlflow-artifacts`;

  app.get(`${base}/artifacts`, async request => {
    const { path = '' } = request.query as { path?: string };
    const files = await artifacts.list(relativePath(path));
    return message({ files: files.map(file => wireFile(file, posix.basename(file.path))) });
  });
  app.get(`${base}/artifacts/*`, (request, reply) =>
    sendArtifact(reply, artifacts, pathOf(request))
  );
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
  return relativePath((request.params as { '*': string })['*']);
}
