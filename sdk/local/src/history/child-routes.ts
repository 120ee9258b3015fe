import type { FastifyInstance } from 'fastify';
import { experimentPaths } from './run-facts.js';
import type { TrackedRuns } from './tracked-runs.js';

interface Route {
  Params: { run: string };
}

/** Run history's records of a run and of its children, from which clients list the steps of a pipeline. */
export function childRoutes(app: FastifyInstance, tracked: TrackedRuns): void {
  // Azure lists here the services that a job runs on a node, such as JupyterLab; local jobs have none.
  app.get<Route>('/runs/:run/serviceinstances/:node', request => {
    tracked.get(request.params.run);
    return { instances: {} };
  });

  for (const experiment of experimentPaths) {
    // Metrics are stored before the response to the request that logs them: there is nothing to wait for.
    app.get<Route>(`${experiment}/runs/:run/metricsingest/wait`, request => {
      tracked.get(request.params.run);
      return {};
    });
    app.get<Route>(`${experiment}/runs/:run`, request =>
      tracked.record(tracked.get(request.params.run))
    );
    app.get<Route>(`${experiment}/runs/:run/children`, request => ({
      value: tracked.childrenOf(tracked.get(request.params.run)).map(child => tracked.record(child))
    }));
  }
}
