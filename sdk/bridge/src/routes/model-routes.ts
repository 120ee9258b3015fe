import type { ModelSummary, ModelVersionInfo } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { fail } from '../errors.js';
import { describe, listVersions } from '../model-version.js';
import {
  AliasRemoval,
  AliasRequest,
  ModelDeletion,
  ModelPath,
  RegisterRequest
} from '../schemas/model-schema.js';

/** Lists, registers and deletes models, and moves their aliases. */
export function modelRoutes(app: TypedApp, { connection, runMetrics }: Bridge): void {
  app.get('/api/models', (): Promise<ModelSummary[]> =>
    connection.use(async ws => {
      const models = await ws.models.list().all();
      return models.map(({ name, latestVersion, description = '' }) => ({
        name,
        latestVersion: latestVersion ?? null,
        description
      }));
    })
  );

  app.get(
    '/api/models/:name',
    { schema: { params: ModelPath } },
    (request): Promise<ModelVersionInfo[]> =>
      connection.use(ws => listVersions(ws, request.params.name, runMetrics))
  );

  app.post(
    '/api/models',
    { schema: { body: RegisterRequest } },
    async (request, reply): Promise<ModelVersionInfo> => {
      const version = await connection.use(ws => ws.models.register(request.body));
      reply.code(201);
      return describe(version);
    }
  );

  app.post(
    '/api/models/:name/delete',
    { schema: { params: ModelPath, body: ModelDeletion } },
    async (request, reply) => {
      const { name } = request.params;
      const typed = request.body.name;
      if (typed !== name) throw fail('ModelNameMismatch', { name, typed }, { target: name });
      await connection.use(ws => ws.models.deleteAll(name));
      return reply.send({});
    }
  );

  app.post(
    '/api/models/:name/alias',
    { schema: { params: ModelPath, body: AliasRequest } },
    async (request, reply) => {
      const { alias, version } = request.body;
      await connection.use(ws => ws.models.setAlias(request.params.name, alias, version));
      return reply.send({});
    }
  );

  app.post(
    '/api/models/:name/remove-alias',
    { schema: { params: ModelPath, body: AliasRemoval } },
    async (request, reply) => {
      await connection.use(ws => ws.models.removeAlias(request.params.name, request.body.alias));
      return reply.send({});
    }
  );
}
