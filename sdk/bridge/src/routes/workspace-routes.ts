import type { FastifyInstance } from 'fastify';
import type { ComputeInfo, WorkspaceInfo } from '../api.js';
import type { Bridge } from '../context.js';

/** Describes the workspace and lists its computes. */
export function workspaceRoutes(app: FastifyInstance, { connection }: Bridge): void {
  app.get('/api/workspace', (): Promise<WorkspaceInfo> => connection.info());

  app.get('/api/computes', (): Promise<ComputeInfo[]> =>
    connection.use(async ws => {
      const computes = await ws.computes.list().all();
      return computes.map(({ name, type, state, description = '' }) => ({
        name,
        type,
        state,
        description
      }));
    })
  );
}
