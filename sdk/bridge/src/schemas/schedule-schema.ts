import { Type, type Static } from 'typebox';
import { RunId } from './run-schema.js';

const ScheduleName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$' });

/** The path parameter of requests about one schedule. */
export const SchedulePath = Type.Object({ name: ScheduleName });

/** The form of the panel edits cron expressions only; recurrences of other clients are shown. */
const Trigger = Type.Object({
  triggerType: Type.Literal('Cron'),
  /** Five fields: minutes, hours, days, months, days of the week. */
  expression: Type.String({ minLength: 1, maxLength: 200 }),
  timeZone: Type.String({ minLength: 1, maxLength: 100 })
});

/** The body of creating a schedule from a job. */
export const ScheduleRequest = Type.Object({
  name: ScheduleName,
  job: RunId,
  trigger: Trigger
});
export type ScheduleRequest = Static<typeof ScheduleRequest>;

/** The body of changing when a schedule creates its job. */
export const RetimeRequest = Type.Object({ trigger: Trigger });
export type RetimeRequest = Static<typeof RetimeRequest>;
