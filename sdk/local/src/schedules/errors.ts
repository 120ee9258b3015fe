import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why a schedule is refused, or one of its firings. */
export const scheduleErrors = {
  ScheduleEnabled: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string }) =>
      `Cannot delete an active trigger: the schedule '${p.name}' is enabled. Disable it first.`
  },
  ScheduleDisabled: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string }) =>
      `The schedule '${p.name}' is disabled. Enable it before it is triggered.`
  },
  ScheduleActionUnknown: {
    code: 'ValidationError',
    status: 400,
    message: (p: { type: string; types: string[] }) =>
      `properties.action.actionType: '${p.type}' is not an action. It must be one of ${p.types.join(', ')}.`
  },
  ScheduleActionNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { type: string }) =>
      `The local workspace does not run schedules whose action is ${p.type}. Disable the schedule, or use an Azure workspace for it.`
  },
  ScheduleJobMissing: {
    code: 'ValidationError',
    status: 400,
    message: () => 'properties.action.jobDefinition: is missing; it is the job to create.'
  },
  ScheduleImportIncomplete: {
    code: 'ValidationError',
    status: 400,
    message: () =>
      'properties.action.dataImportDefinition: needs an assetName, a dataUri and a source; they are the data to import.'
  },
  ScheduleSourceJobUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { job: string }) =>
      `There is no job '${p.job}' to create the jobs of the schedule from. Check its name.`
  },
  TriggerFieldMissing: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string }) => `properties.trigger.${p.field}: is missing.`
  },
  TriggerTimeInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string; text: string }) =>
      `properties.trigger.${p.field}: '${p.text}' is not a time. Write it as 2026-03-08T02:30:00.`
  },
  TriggerEndBeforeStart: {
    code: 'ValidationError',
    status: 400,
    message: (p: { endTime: string }) =>
      `properties.trigger.endTime: '${p.endTime}' is before the start.`
  },
  TriggerTimeZoneUnknown: {
    code: 'ValidationError',
    status: 400,
    message: (p: { timeZone: string }) =>
      `properties.trigger.timeZone: '${p.timeZone}' is not a time zone. Give Windows' name, such as 'Pacific Standard Time', or one like 'America/Los_Angeles'.`
  },
  TriggerExpressionInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { expression: string }) =>
      `properties.trigger.expression: '${p.expression}' is not a cron expression. It has five fields: minutes, hours, days, months, days of the week, such as '15 16 * * 1'.`
  },
  TriggerPatternUnexpected: {
    code: 'ValidationError',
    status: 400,
    message: (p: { frequency: string }) =>
      `properties.trigger.schedule: applies to Day, Week and Month; with ${p.frequency} leave it out and set the interval.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('ScheduleEnabled', { name })`. */
export const fail = defineErrors({ ...localErrors, ...scheduleErrors });
