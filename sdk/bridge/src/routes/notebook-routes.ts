import {
  excludeFromSnapshot,
  kernelEnvironment,
  parseNotebook,
  submitAs,
  writeJobFile
} from 'carry-ml/notebooks';
import type {
  JobFileResponse,
  KernelEnvironmentInfo,
  NotebookInfo,
  ParametersInfo,
  SubmitTexts,
  UploadInfo
} from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { describeNotebook, describeParameters, describeUpload } from '../notebook-info.js';
import { KernelPackages, SubmitRequest } from '../schemas/job-schema.js';
import { ExcludeRequest, NotebookQuery, ParametersRequest } from '../schemas/notebook-schema.js';
import { submitOptions } from '../submit.js';

/** Describes the notebook on screen: its parameters, the files that a submit would upload, and the submit for other tools. */
export function notebookRoutes(app: TypedApp, { connection, root }: Bridge): void {
  app.get(
    '/api/notebook',
    { schema: { querystring: NotebookQuery } },
    async (request): Promise<NotebookInfo> =>
      describeNotebook(await root.existing(request.query.path), root)
  );

  app.post(
    '/api/notebook/exclude',
    { schema: { body: ExcludeRequest } },
    async ({ body }): Promise<UploadInfo> => {
      const notebook = await root.existing(body.path);
      await excludeFromSnapshot(notebook, body.exclude);
      return describeUpload(notebook, root);
    }
  );

  app.post(
    '/api/notebook/submit-as',
    { schema: { body: SubmitRequest } },
    async ({ body: { notebook, ...request } }): Promise<SubmitTexts> => {
      const path = await root.existing(notebook);
      return connection.use(async ws =>
        submitAs(path, await submitOptions(request, ws), { kind: ws.kind, ...ws.id })
      );
    }
  );

  app.post(
    '/api/notebook/job-file',
    { schema: { body: SubmitRequest } },
    async ({ body: { notebook, ...request } }): Promise<JobFileResponse> => {
      const path = await root.existing(notebook);
      const written = await connection.use(async ws =>
        writeJobFile(path, await submitOptions(request, ws))
      );
      return { path: root.labPath(written) };
    }
  );

  app.post(
    '/api/notebook/environment',
    { schema: { body: KernelPackages } },
    ({ body }): Promise<KernelEnvironmentInfo> =>
      connection.use(ws => {
        const onAzure = ws.kind === 'azure';
        const { environment, packages, warnings } = kernelEnvironment(body, { onAzure });
        return Promise.resolve({ packages, condaFile: environment.condaFile, warnings });
      })
  );

  app.post('/api/parameters', { schema: { body: ParametersRequest } }, ({ body }): ParametersInfo =>
    describeParameters(parseNotebook(body.notebook, body.path, { kernelOptional: true }))
  );
}
