import { Type, type Static } from 'typebox';
import type { JobBase } from 'carry-ml/arm';
import { assetFields } from './asset-schema.js';
import { Nullable, optionalText } from './field-types.js';
import { JobBody } from './job-schema.js';

const numbers = (minimum: number, maximum: number) =>
  Type.Array(Type.Integer({ minimum, maximum }), { maxItems: 60 });

/** Azure's own client writes these words in lowercase, the contract with an initial capital. */
const anyCase = (words: readonly string[]) => words.flatMap(word => [word, word.toLowerCase()]);
const oneOf = <T extends string>(words: readonly T[]) => Type.Unsafe<T>({ enum: anyCase(words) });

export const frequencies = ['Minute', 'Hour', 'Day', 'Week', 'Month'] as const;
export const weekDays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday'
] as const;

const Pattern = Type.Object({
  hours: Type.Optional(Nullable(numbers(0, 23))),
  minutes: Type.Optional(Nullable(numbers(0, 59))),
  monthDays: Type.Optional(Nullable(numbers(1, 31))),
  weekDays: Type.Optional(Nullable(Type.Array(oneOf(weekDays), { maxItems: 7 })))
});

/** Cron has an expression, Recurrence a frequency and an interval; they are checked when the schedule is enabled. */
const TriggerBody = Type.Object({
  triggerType: Type.Unsafe<'Cron' | 'Recurrence'>({ enum: ['Cron', 'Recurrence'] }),
  timeZone: optionalText,
  startTime: optionalText,
  endTime: optionalText,
  expression: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  frequency: Type.Optional(oneOf(frequencies)),
  interval: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  schedule: Type.Optional(Nullable(Pattern))
});

export const ScheduleBody = Type.Object({
  properties: Type.Object({
    ...assetFields,
    displayName: optionalText,
    isEnabled: Type.Optional(Nullable(Type.Boolean())),
    trigger: TriggerBody,
    action: Type.Object({
      actionType: Type.String({ minLength: 1 }),
      jobDefinition: Type.Optional(JobBody.properties.properties)
    })
  })
});

export const TriggerOnceBody = Nullable(
  Type.Object({ scheduleTime: Type.Optional(Nullable(Type.String({ format: 'date-time' }))) })
);

export type Trigger = Static<typeof TriggerBody>;
export type Recurrence = Required<Pick<Trigger, 'frequency' | 'interval'>> &
  Pick<Trigger, 'schedule'>;

/** A schedule as its client sent it. */
export interface Schedule {
  description?: string;
  tags?: Record<string, string>;
  properties?: Record<string, string>;
  displayName?: string;
  isEnabled?: boolean;
  trigger: Trigger;
  action: { actionType: string; jobDefinition?: JobBase; [more: string]: unknown };
}
