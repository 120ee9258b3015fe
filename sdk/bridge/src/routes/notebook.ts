import { Type } from 'typebox';
import type { NotebookInfo, ParametersAnswer } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { parseNotebook } from 'carry-ml/notebooks';
import { describeNotebook, describeParameters } from '../notebook-info.js';

const Query = Type.Object({ path: Type.String({ minLength: 1 }) });

const Edited = Type.Object({ path: Type.String({ minLength: 1 }), notebook: Type.String() });

/** The notebook on screen: its parameters as fields, and what a submit would upload. */
export function notebookRoutes(app: TypedApp, { root }: Bridge): void {
  app.get(
    '/api/notebook',
    { schema: { querystring: Query } },
    async (request): Promise<NotebookInfo> =>
      describeNotebook(await root.existing(request.query.path), root)
  );

  app.post('/api/parameters', { schema: { body: Edited } }, ({ body }): ParametersAnswer =>
    describeParameters(parseNotebook(body.notebook, body.path))
  );
}
