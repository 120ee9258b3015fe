import type { ModelVersion } from 'carry-ml';
import type { ModelSummary, ModelVersionInfo } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { ModelPath, RegisterRequest } from '../schemas/model-schema.js';

/** Lists registered models and their versions, and registers new versions. */
export function modelRoutes(app: TypedApp, { connection }: Bridge): void {
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
      connection.use(async ws => {
        const versions = await ws.models.versions(request.params.name).all();
        return versions.map(describe);
      })
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
}

function describe(version: ModelVersion): ModelVersionInfo {
  return {
    name: version.name,
    version: version.version,
    description: version.description ?? '',
    createdAt: version.createdAt?.toISOString() ?? null,
    run: version.run ?? null,
    uri: version.uri
  };
}
