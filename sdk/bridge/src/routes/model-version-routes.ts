import type { ModelVersionDetail, OpenResponse, PredictionResult } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { openModelFile } from '../model-file.js';
import { describeVersion } from '../model-version.js';
import {
  PredictionEnd,
  PredictionRequest,
  VersionChange,
  VersionPath
} from '../schemas/model-schema.js';
import { FileQuery } from '../schemas/run-schema.js';
import { sendFile } from '../sent-file.js';

/** Describes, changes, tries and deletes one version of a model, and sends its files. */
export function modelVersionRoutes(app: TypedApp, bridge: Bridge): void {
  const { connection, runMetrics, predictions, root } = bridge;
  const at = '/api/models/:name/versions/:version';

  app.get(at, { schema: { params: VersionPath } }, (request): Promise<ModelVersionDetail> =>
    connection.use(ws => describeVersion(ws, request.params, runMetrics))
  );

  app.post(
    `${at}/edit`,
    { schema: { params: VersionPath, body: VersionChange } },
    async (request, reply) => {
      const { name, version } = request.params;
      await connection.use(ws => ws.models.update(name, version, request.body));
      return reply.send({});
    }
  );

  app.post(`${at}/delete`, { schema: { params: VersionPath } }, async (request, reply) => {
    const { name, version } = request.params;
    await connection.use(ws => ws.models.delete(name, version));
    return reply.send({});
  });

  app.get(
    `${at}/file`,
    { schema: { params: VersionPath, querystring: FileQuery } },
    (request, reply) =>
      connection.use(async ws => {
        const { name, version } = request.params;
        const { path } = request.query;
        return sendFile(reply, path, await (await ws.models.files(name, version)).open(path));
      })
  );

  app.post(
    `${at}/open`,
    { schema: { params: VersionPath, body: FileQuery } },
    (request): Promise<OpenResponse> =>
      connection.use(ws => openModelFile(ws, request.params, request.body.path, root))
  );

  app.post(
    `${at}/predict`,
    { schema: { params: VersionPath, body: PredictionRequest } },
    (request): Promise<PredictionResult> =>
      connection.use(ws => {
        const { id, values } = request.body;
        return predictions.run(id, { ws, model: request.params, values, labFolder: root.folder });
      })
  );

  app.post('/api/predictions/end', { schema: { body: PredictionEnd } }, async (request, reply) => {
    predictions.end(request.body.id);
    return reply.send({});
  });
}
