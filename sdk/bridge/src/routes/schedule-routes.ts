import type { Schedule } from 'carry-ml';
import type { ScheduleInfo } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { RetimeRequest, SchedulePath, ScheduleRequest } from '../schemas/schedule-schema.js';

/** Lists, creates, changes, pauses, triggers and deletes schedules. */
export function scheduleRoutes(app: TypedApp, { connection }: Bridge): void {
  const one = { schema: { params: SchedulePath } };

  app.get('/api/schedules', (): Promise<ScheduleInfo[]> =>
    connection.use(async ws => (await ws.schedules.list().all()).map(describe))
  );

  app.post(
    '/api/schedules',
    { schema: { body: ScheduleRequest } },
    async (request, reply): Promise<ScheduleInfo> => {
      const schedule = await connection.use(ws => ws.schedules.create(request.body));
      reply.code(201);
      return describe(schedule);
    }
  );

  app.post(
    '/api/schedules/:name/retime',
    { schema: { params: SchedulePath, body: RetimeRequest } },
    (request): Promise<ScheduleInfo> =>
      connection.use(async ws =>
        describe(await ws.schedules.retime(request.params.name, request.body.trigger))
      )
  );

  app.post('/api/schedules/:name/pause', one, (request): Promise<ScheduleInfo> =>
    connection.use(async ws => describe(await ws.schedules.pause(request.params.name)))
  );

  app.post('/api/schedules/:name/resume', one, (request): Promise<ScheduleInfo> =>
    connection.use(async ws => describe(await ws.schedules.resume(request.params.name)))
  );

  app.post('/api/schedules/:name/trigger', one, (request): Promise<{ job: string }> =>
    connection.use(async ws => ({ job: await ws.schedules.trigger(request.params.name) }))
  );

  app.post('/api/schedules/:name/delete', one, async (request, reply) => {
    await connection.use(ws => ws.schedules.delete(request.params.name));
    return reply.send({});
  });
}

function describe(schedule: Schedule): ScheduleInfo {
  const { name, description = '', isEnabled, trigger, action, job, nextAt, missed } = schedule;
  return {
    name,
    description,
    isEnabled,
    trigger,
    action: job ?? action,
    nextAt: nextAt?.toISOString() ?? null,
    missed: missed ? { count: missed.count, last: missed.last.toISOString() } : null
  };
}
