import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pathInside, relativePath } from '../artifacts/artifact-path.js';
import { artifactsScheme } from '../artifacts/artifacts.js';
import { sendArtifact } from '../artifacts/send-artifact.js';
import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { modelFolder } from '../logged-models/logged-models.js';
import { runFolder } from '../runs/runs.js';

interface Asked {
  path?: string;
  run_id?: string;
  run_uuid?: string;
  name?: string;
  version?: string;
  artifact_file_path?: string;
}

/** MLflow takes no larger artifact through the calls of its page. */
const mostUploaded = 10 * 1024 * 1024;

/** The contents of single artifacts, by what they belong to: the calls of MLflow's page, which cannot follow artifact URIs. */
export function artifactFileRoutes(
  app: FastifyInstance,
  { runs, logged, registry, locations, artifacts }: MlflowDeps
): void {
  const models = '/ajax-api/2.0/mlflow/logged-models';
  app.get<{ Querystring: Asked }>('/get-artifact', ({ query }, reply) => {
    const { runId } = runs.getInfo(needed(query.run_id || query.run_uuid, 'run_id'));
    return sendArtifact(reply, artifacts, pathInside(runFolder(runId), needed(query.path, 'path')));
  });
  app.get<{ Querystring: Asked }>('/model-versions/get-artifact', ({ query }, reply) => {
    const path = needed(query.path, 'path');
    // As in MLflow, a path that leads upwards is refused before anything is looked up.
    relativePath(path);
    const version = registry.version(needed(query.name, 'name'), needed(query.version, 'version'));
    const uri = locations.downloadUri(version.source);
    if (!uri.startsWith(artifactsScheme))
      throw fail('MlflowNotImplemented', { operation: `artifacts of ${uri}` });
    const folder = relativePath(uri.slice(artifactsScheme.length));
    return sendArtifact(reply, artifacts, pathInside(folder, path));
  });
  app.get<{ Querystring: Asked; Params: { model_id: string } }>(
    `${models}/:model_id/artifacts/files`,
    ({ query, params }, reply) => {
      const { modelId } = logged.get(params.model_id);
      const path = needed(query.artifact_file_path, 'artifact_file_path');
      return sendArtifact(reply, artifacts, pathInside(modelFolder(modelId), path));
    }
  );

  void app.register((uploads, _options, done) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    uploads.post<{ Querystring: Asked; Body?: Buffer }>(
      '/ajax-api/2.0/mlflow/upload-artifact',
      // Twice, so that what is a little too large is told so in MLflow's words.
      { bodyLimit: 2 * mostUploaded },
      async ({ query, body }, reply) => {
        const run = needed(query.run_uuid, 'run_uuid');
        const path = needed(query.path, 'path');
        const file = pathInside(runFolder(run), path);
        if (!body?.length) throw fail('UploadEmpty');
        if (body.length > mostUploaded) throw fail('UploadTooLarge');
        runs.getInfo(run);
        await artifacts.write(file, Readable.from([body]));
        return reply.send();
      }
    );
    done();
  });
}

function needed(value: string | undefined, name: string): string {
  if (!value) throw fail('MlflowQueryParameterMissing', { name });
  return value;
}
