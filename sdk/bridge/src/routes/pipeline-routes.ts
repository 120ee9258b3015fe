import { aimed } from '../aimed-error.js';
import type { SubmitResponse } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { summarizeNewJob } from '../job-summary.js';
import { PipelineRequest } from '../schemas/pipeline-schema.js';

/** Submits notebooks and scripts of the lab as one job. */
export function pipelineRoutes(app: TypedApp, { connection, feed, root }: Bridge): void {
  app.post(
    '/api/pipelines',
    { schema: { body: PipelineRequest } },
    async (request): Promise<SubmitResponse> => {
      const { steps, ...options } = request.body;
      const located = await Promise.all(
        Object.entries(steps).map(async ([name, step]) => {
          const path = await root.existing(step.path).catch((e: unknown): never => {
            throw aimed(e, name);
          });
          return [name, { ...step, path }] as const;
        })
      );
      const job = await connection.use(ws =>
        ws.jobs.submitPipeline(Object.fromEntries(located), options)
      );
      feed.poke();
      return { job: summarizeNewJob(job) };
    }
  );
}
