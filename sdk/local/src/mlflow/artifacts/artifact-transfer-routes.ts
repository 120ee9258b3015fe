import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { upload } from '../../protocol/route-upload.js';
import { fail } from '../errors.js';
import { message } from '../wire/response.js';
import { relativePath } from './artifact-path.js';
import { wireFile } from './artifact-wire.js';
import type { ArtifactStore } from './artifacts.js';
import { sendArtifact } from './send-artifact.js';

/**
 * Serves the artifact protocol that plain MLflow uses for every `mlflow-artifacts:` URI. Clients expect it at
 * `api/2.0/mlflow-artifacts` below the tracking URI. Content is streamed in both directions.
 */
export function artifactTransfer(
  app: FastifyInstance,
  root: string,
  artifacts: ArtifactStore
): void {
  const base = `${root}/2.0/mlflow-artifacts`;

  app.get(`${base}/artifacts`, async request => {
    const { path = '' } = request.query as { path?: string };
    const files = await artifacts.list(relativeToRoot(path));
    return message({ files: files.map(file => wireFile(file, posix.basename(file.path))) });
  });
  app.get(`${base}/artifacts/*`, (request, reply) =>
    sendArtifact(reply, artifacts, pathOf(request))
  );
  app.put(`${base}/artifacts/*`, { config: upload }, async request => {
    const path = pathOf(request);
    if (rawPath(request).endsWith('/')) throw fail('ArtifactFileNameMissing');
    await artifacts.write(path, (request.body as Readable | undefined) ?? Readable.from([]));
    return {};
  });
  app.delete(`${base}/artifacts/*`, async request => {
    await artifacts.delete(pathOf(request));
    return {};
  });
  app.all(`${base}/mpu/*`, () => {
    throw fail('MlflowNotImplemented', { operation: 'multipart uploads' });
  });
  app.all(`${base}/presigned/*`, () => {
    throw fail('MlflowNotImplemented', { operation: 'presigned downloads' });
  });
}

function pathOf(request: FastifyRequest): string {
  return relativeToRoot(rawPath(request));
}

function rawPath(request: FastifyRequest): string {
  return (request.params as { '*': string })['*'];
}

/** Returns a path relative to the artifact root. Rejects an absolute path. */
function relativeToRoot(path: string): string {
  const plain = relativePath(path);
  if (path.startsWith('/')) throw fail('ArtifactPathUnsafe');
  return plain;
}
