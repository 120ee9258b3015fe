import type { Compute } from 'carry-ml';
import type { FastifyInstance } from 'fastify';
import type { ComputeInfo, DataInfo, EnvironmentInfo, WorkspaceInfo } from '../api.js';
import type { Bridge } from '../context.js';

/** Describes the workspace and lists its computes, data assets and environments. */
export function workspaceRoutes(app: FastifyInstance, { connection }: Bridge): void {
  app.get('/api/workspace', (): Promise<WorkspaceInfo> => connection.info());

  app.get('/api/computes', (): Promise<ComputeInfo[]> =>
    connection.use(async ws => {
      const computes = await ws.computes.list().all();
      return computes.map(describe);
    })
  );

  app.get('/api/data', (): Promise<DataInfo[]> =>
    connection.use(async ws => {
      const assets = await ws.data.list().all();
      return assets.map(({ name, latestVersion = null }) => ({ name, latestVersion }));
    })
  );

  app.get('/api/environments', (): Promise<EnvironmentInfo[]> =>
    connection.use(async ws => {
      const environments = await ws.environments.list().all();
      return environments.map(({ name, latestVersion = null }) => ({ name, latestVersion }));
    })
  );
}

function describe({ name, type, state, description = '', scale }: Compute): ComputeInfo {
  const slots = scale?.max ?? (type === 'ComputeInstance' ? 1 : null);
  return { name, type, state, description, slots };
}
