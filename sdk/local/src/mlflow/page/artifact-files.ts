import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pathInside, relativePath } from '../artifacts/artifact-path.js';
import { artifactsScheme } from '../artifacts/artifacts.js';
import { sendArtifact } from '../artifacts/send-artifact.js';
import type { MlflowDeps } from '../deps.js';
import { upload } from '../../protocol/route-upload.js';
import { fail } from '../errors.js';
import { modelFolder } from '../logged-models/logged-models.js';
import { runFolder } from '../runs/runs.js';
import { spansFile, traceFolder } from '../traces/traces.js';

interface ArtifactQuery {
  path?: string;
  run_id?: string;
  run_uuid?: string;
  request_id?: string;
  name?: string;
  version?: string;
  artifact_file_path?: string;
}

/** MLflow's limit on artifacts that its web page uploads. */
const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

/** Serves and stores single artifacts by their owner (run, model version, logged model or trace) for MLflow's web page, which cannot resolve artifact URIs. */
export function artifactFileRoutes(app: FastifyInstance, deps: MlflowDeps): void {
  downloadRoutes(app, deps);
  uploadRoute(app, deps);
}

function downloadRoutes(
  app: FastifyInstance,
  { runs, logged, registry, locations, traces, artifacts }: MlflowDeps
): void {
  for (const version of ['2.0', '3.0'])
    app.get<{ Querystring: ArtifactQuery }>(
      `/ajax-api/${version}/mlflow/get-trace-artifact`,
      ({ query }, reply) => {
        const { traceId } = traces.get(requireParameter(query.request_id, 'request_id'));
        const file = query.path ? `attachments/${query.path}` : spansFile;
        const spans = query.path
          ? undefined
          : traces.spans.texts([traceId], 'content').get(traceId);
        if (spans)
          return reply
            .type('application/octet-stream')
            .header('content-disposition', `attachment; filename=${spansFile}`)
            .send(`{"spans": [${spans.join(', ')}]}`);
        return sendArtifact(reply, artifacts, pathInside(traceFolder(traceId), file));
      }
    );
  const models = '/ajax-api/2.0/mlflow/logged-models';
  app.get<{ Querystring: ArtifactQuery }>('/get-artifact', ({ query }, reply) => {
    const { runId } = runs.getInfo(requireParameter(query.run_id || query.run_uuid, 'run_id'));
    return sendArtifact(
      reply,
      artifacts,
      pathInside(runFolder(runId), requireParameter(query.path, 'path'))
    );
  });
  app.get<{ Querystring: ArtifactQuery }>('/model-versions/get-artifact', ({ query }, reply) => {
    const path = requireParameter(query.path, 'path');
    // Like MLflow, rejects a path with `..` before anything is looked up.
    relativePath(path);
    const version = registry.version(
      requireParameter(query.name, 'name'),
      requireParameter(query.version, 'version')
    );
    const uri = locations.downloadUri(version.source);
    if (!uri.startsWith(artifactsScheme))
      throw fail('MlflowNotImplemented', { operation: `artifacts of ${uri}` });
    const folder = relativePath(uri.slice(artifactsScheme.length));
    return sendArtifact(reply, artifacts, pathInside(folder, path));
  });
  app.get<{ Querystring: ArtifactQuery; Params: { model_id: string } }>(
    `${models}/:model_id/artifacts/files`,
    ({ query, params }, reply) => {
      const model = logged.get(params.model_id);
      const path = requireParameter(query.artifact_file_path, 'artifact_file_path');
      return sendArtifact(reply, artifacts, pathInside(modelFolder(model), path));
    }
  );
}

function uploadRoute(app: FastifyInstance, { runs, artifacts }: MlflowDeps): void {
  void app.register((uploads, _options, done) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    uploads.post<{ Querystring: ArtifactQuery; Body?: Buffer }>(
      '/ajax-api/2.0/mlflow/upload-artifact',
      // Twice the limit, so that a slightly larger upload gets MLflow's own error.
      { config: upload, bodyLimit: 2 * MAX_UPLOAD_BYTES },
      async ({ query, body }, reply) => {
        const run = requireParameter(query.run_uuid, 'run_uuid');
        const path = requireParameter(query.path, 'path');
        const file = pathInside(runFolder(run), path);
        if (!body?.length) throw fail('UploadEmpty');
        if (body.length > MAX_UPLOAD_BYTES) throw fail('UploadTooLarge');
        runs.getInfo(run);
        await artifacts.write(file, Readable.from([body]));
        return reply.send();
      }
    );
    done();
  });
}

function requireParameter(value: string | undefined, name: string): string {
  if (!value) throw fail('MlflowQueryParameterMissing', { name });
  return value;
}
