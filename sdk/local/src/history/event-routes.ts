import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import type { RunStatus } from '../mlflow/runs/runs.js';
import type { WorkspaceContext } from '../protocol/context.js';
import { Nullable } from '../schemas/field-types.js';
import { fail } from './errors.js';
import { refusedIn } from './refused.js';
import { experimentKinds } from './run-facts.js';
import type { TrackedRun, TrackedRuns } from './tracked-runs.js';

const RootError = Type.Object({
  code: Type.Optional(Nullable(Type.String())),
  message: Type.Optional(Nullable(Type.String()))
});
const Event = Type.Object({
  name: Type.String(),
  data: Type.Optional(
    Nullable(
      Type.Object({
        RunId: Type.Optional(Type.String()),
        ErrorResponse: Type.Optional(Type.Object({ error: RootError }))
      })
    )
  )
});
type Event = Static<typeof Event>;
const EventBatch = Type.Object({ events: Type.Array(Event, { maxItems: 1000 }) });

interface Route {
  Params: { experiment: string; run: string };
}

const PREFIX = 'Microsoft.MachineLearning.Run.';
/** The events that change the state of a run without a job. */
const states = new Map<string, RunStatus>([
  ['Start', 'RUNNING'],
  ['Completed', 'FINISHED'],
  ['Failed', 'FAILED'],
  ['Canceled', 'KILLED']
]);
/** Events that change nothing here: a run of the workspace needs no sign of life, and is canceled as a job. */
const ignored = ['Heartbeat', 'Warning', 'Queued', 'QueueingInfo', 'CancelRequested'];
const known = ['Error', ...states.keys(), ...ignored];

/**
 * Events with which a program reports how its run goes. A run without a job has the state that its program reports; a job has the one of
 * its processes, as in Azure, and keeps only a reported error.
 */
export function eventRoutes(
  app: FastifyInstance,
  { now }: WorkspaceContext,
  tracked: TrackedRuns
): void {
  for (const experiments of experimentKinds) {
    app.post<Route & { Body: Event }>(
      `/${experiments}/:experiment/runs/:run/events`,
      { schema: { body: Event } },
      ({ params, body }) => {
        apply(tracked, tracked.get(params.run), body, now());
        return {};
      }
    );
    app.post<Route & { Body: Static<typeof EventBatch> }>(
      `/${experiments}/:experiment/batch/events`,
      { schema: { body: EventBatch } },
      ({ body }) => ({
        errors: body.events.flatMap(event => {
          const refused = refusedIn(() => {
            apply(tracked, tracked.get(event.data?.RunId ?? ''), event, now());
          });
          return refused ? [{ key: event, value: refused }] : [];
        })
      })
    );
  }
}

function apply(tracked: TrackedRuns, run: TrackedRun, { name, data }: Event, at: number): void {
  const kind = known.find(each => name === PREFIX + each);
  if (kind === undefined)
    throw fail('RunEventUnknown', { name, known: known.map(each => PREFIX + each) });
  if (kind === 'Error') {
    const { code, message } = data?.ErrorResponse?.error ?? {};
    tracked.runs.notes.setError(run.name, { code: code ?? 'UserError', message: message ?? '' });
  }
  const status = states.get(kind);
  if (status === undefined || run.job) return;
  tracked.runs.update(run.name, { status, endTime: status === 'RUNNING' ? undefined : at });
}
