import { excludeFromSnapshot, parseNotebook } from 'carry-ml/notebooks';
import type { NotebookInfo, ParametersInfo, SnapshotPreview } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { describeNotebook, describeParameters, previewOf } from '../notebook-info.js';
import { ExcludeRequest, NotebookQuery, ParametersRequest } from '../schemas/notebook-schema.js';

/** Describes the notebook on screen: its parameters, and the files that a submit would upload. */
export function notebookRoutes(app: TypedApp, { root }: Bridge): void {
  app.get(
    '/api/notebook',
    { schema: { querystring: NotebookQuery } },
    async (request): Promise<NotebookInfo> =>
      describeNotebook(await root.existing(request.query.path), root)
  );

  app.post(
    '/api/notebook/exclude',
    { schema: { body: ExcludeRequest } },
    async ({ body }): Promise<SnapshotPreview> => {
      const notebook = await root.existing(body.path);
      await excludeFromSnapshot(notebook, body.exclude);
      return previewOf(notebook, root);
    }
  );

  app.post('/api/parameters', { schema: { body: ParametersRequest } }, ({ body }): ParametersInfo =>
    describeParameters(parseNotebook(body.notebook, body.path, { kernelOptional: true }))
  );
}
