import type { FastifyInstance } from 'fastify';
import { type Resource, resourceType } from 'carry-ml/arm';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import type { LongRunning } from '../protocol/long-running.js';
import { pageOf, readSlice, type ListQuery } from '../protocol/paging.js';
import { OWN_PROPERTIES } from '../schedules/definition.js';
import type { Scheduler } from '../schedules/scheduler.js';
import { JobParams } from '../schemas/job-schema.js';
import { ScheduleBody, TriggerOnceBody, type Schedule } from '../schemas/schedule-schema.js';
import type { ScheduleStore, ScheduleView, StoredSchedule } from '../store/schedule-store.js';
import { fail } from './errors.js';

interface Route {
  Params: { name: string };
  Querystring: ListQuery;
}

interface ScheduleDeps {
  schedules: ScheduleStore;
  scheduler: Scheduler;
  longRunning: LongRunning;
}

/** `schedules`: create, change, get, list, delete, trigger once, and list the firings. */
export function scheduleRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  { schedules, scheduler, longRunning }: ScheduleDeps
): void {
  const resource = scheduleResources(context);
  const find = (name: string): StoredSchedule => {
    const found = schedules.get(name);
    if (!found) throw fail('ResourceNotFound', { type: 'schedule', name });
    return found;
  };

  app.get<Route>('/schedules', request => {
    const { listViewType, ...query } = request.query;
    const slice = readSlice(query);
    const view = viewOf(listViewType || 'EnabledOnly');
    const rows = schedules.list({ view, skip: slice.skip, top: slice.top + 1 });
    return pageOf(rows.map(resource), slice, context.origin(), request.url);
  });

  app.get<Route>('/schedules/:name', request => resource(find(request.params.name)));

  app.put<Route & { Body: { properties: Schedule } }>(
    '/schedules/:name',
    { schema: { params: JobParams, body: ScheduleBody } },
    (request, reply) => {
      const { name } = request.params;
      const put = scheduler.put(name, request.body.properties, context.user);
      return longRunning.put(reply, put.created, resource(put.schedule));
    }
  );

  app.delete<Route>('/schedules/:name', (request, reply) =>
    scheduler.delete(request.params.name) ? longRunning.accepted(reply) : reply.code(204).send()
  );

  app.post<Route & { Body: { scheduleTime?: string } | undefined }>(
    '/schedules/:name/trigger',
    { schema: { body: TriggerOnceBody } },
    request => {
      const schedule = find(request.params.name);
      const time = request.body?.scheduleTime;
      const job = scheduler.trigger(schedule, time ? Date.parse(time) : context.now());
      return { scheduleActionType: schedule.properties.action.actionType, submissionId: job };
    }
  );

  // Carry's own route: Azure shows the history of a schedule only in its studio.
  app.get<Route>('/schedules/:name/firings', request => {
    const { name } = find(request.params.name);
    const slice = readSlice(request.query);
    const rows = schedules.firings(name, { skip: slice.skip, top: slice.top + 1 });
    const firings = rows.map(({ dueAt, lastDueAt, ...firing }) => ({
      due: new Date(dueAt).toISOString(),
      lastDue: new Date(lastDueAt).toISOString(),
      ...firing
    }));
    return pageOf(firings, slice, context.origin(), request.url);
  });
}

/** Returns the function that converts schedules to resources. */
function scheduleResources(context: WorkspaceContext) {
  return (s: StoredSchedule): Resource<unknown> => ({
    id: idOf(context, 'schedules', s.name),
    name: s.name,
    type: resourceType('schedules'),
    systemData: systemData(s.createdBy, s.createdAt, s.modifiedAt),
    properties: {
      ...s.properties,
      tags: s.properties.tags ?? {},
      properties: { ...s.properties.properties, ...firings(s) },
      provisioningState: 'Succeeded'
    }
  });
}

/** The next and the missed firings, as properties of the schedule, where every Azure client shows them. */
function firings({ nextAt, missed, lastMissedAt }: StoredSchedule): Record<string, string> {
  return {
    ...(nextAt !== undefined && { [OWN_PROPERTIES.next]: new Date(nextAt).toISOString() }),
    ...(lastMissedAt !== undefined && {
      [OWN_PROPERTIES.missed]: String(missed),
      [OWN_PROPERTIES.lastMissed]: new Date(lastMissedAt).toISOString()
    })
  };
}

function viewOf(text: string): ScheduleView {
  if (text === 'EnabledOnly' || text === 'DisabledOnly' || text === 'All') return text;
  throw fail('ScheduleViewInvalid', { view: text });
}
