import { Type } from 'typebox';
import type { NotebookInfo } from '../api.js';
import type { Bridge, TypedApp } from '../app.js';
import { describeNotebook } from '../notebook-info.js';

const Query = Type.Object({ path: Type.String({ minLength: 1 }) });

/** The notebook on screen: its parameters as fields, and what a submit would upload. */
export function notebookRoutes(app: TypedApp, { root }: Bridge): void {
  app.get(
    '/api/notebook',
    { schema: { querystring: Query } },
    async (request): Promise<NotebookInfo> =>
      describeNotebook(await root.existing(request.query.path), root)
  );
}
