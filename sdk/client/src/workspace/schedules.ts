import type { Resource } from '../arm/index.js';
import type { ArmWorkspace, Paged, RequestOptions } from '../arm/client/index.js';
import { fail } from './errors.js';
import { definitionOf } from './job-definition.js';
import type { Jobs } from './jobs.js';

/** When a schedule creates its job: by a cron expression, or every so many days, weeks and so on. */
export type ScheduleTrigger = CronTrigger | RecurrenceTrigger;

interface TriggerTimes {
  /** Default: `UTC`. Azure takes the names of Windows, the local workspace also those like `Europe/Berlin`. */
  timeZone?: string;
  /** ISO 8601 without a zone, by the wall clock of the time zone. */
  startTime?: string;
  endTime?: string;
}

export interface CronTrigger extends TriggerTimes {
  triggerType: 'Cron';
  /** Five fields: minutes, hours, days, months, days of the week. Azure ML reads days and months as `*`. */
  expression: string;
}

export interface RecurrenceTrigger extends TriggerTimes {
  triggerType: 'Recurrence';
  frequency: 'Minute' | 'Hour' | 'Day' | 'Week' | 'Month';
  interval: number;
  schedule?: { hours?: number[]; minutes?: number[]; weekDays?: string[]; monthDays?: number[] };
}

/** A schedule of the workspace. It creates jobs while the workspace runs, whether a client is connected or not. */
export interface Schedule {
  name: string;
  displayName: string;
  description?: string;
  /** False while it is paused. */
  isEnabled: boolean;
  trigger: ScheduleTrigger;
  /** What it does, such as `CreateJob`. */
  action: string;
  /** Name for display of the job that it creates; undefined for other actions. */
  job?: string;
  /** When it creates the next job; undefined if it is paused or has ended, and on Azure. */
  nextAt?: Date;
  /** How many times passed without a job, because the workspace did not run, and when the last did; on Azure undefined. */
  missed?: { count: number; last: Date };
  createdAt?: Date;
}

/** A schedule to create from a job that exists. */
export interface ScheduleCreate {
  name: string;
  /** Name of the job whose files, parameters, environment and compute the new jobs have. */
  job: string;
  trigger: ScheduleTrigger;
  description?: string;
}

type ScheduleResource = Resource<{
  displayName?: string | null;
  description?: string | null;
  isEnabled?: boolean | null;
  trigger: ScheduleTrigger;
  action: { actionType: string; jobDefinition?: { displayName?: string | null } | null };
  properties?: Record<string, string> | null;
  [more: string]: unknown;
}>;

/** The first version in which Azure triggers a schedule by hand; its own client sends this one too. */
const TRIGGER_API_VERSION = '2024-01-01-preview';

/** The schedules of a workspace. */
export class Schedules {
  constructor(
    private readonly arm: ArmWorkspace,
    private readonly jobs: Pick<Jobs, 'get'>
  ) {}

  /** Lists the schedules, also those that are paused. */
  list(options: RequestOptions = {}): Paged<Schedule> {
    const query = { listViewType: 'All' };
    return this.arm.list<ScheduleResource>('/schedules', { ...options, query }).map(toSchedule);
  }

  /**
   * Returns a schedule.
   *
   * @throws CarryError with the service's code and status 404 if there is none of that name
   */
  async get(name: string, options: RequestOptions = {}): Promise<Schedule> {
    return toSchedule(await this.read(name, options));
  }

  /**
   * Creates a schedule that submits a job again and again.
   *
   * @example
   * const trigger = { triggerType: 'Cron', expression: '0 6 * * 1-5', timeZone: 'UTC' } as const;
   * await ws.schedules.create({ name: 'nightly', job: job.name, trigger });
   * @throws CarryError `ScheduleExists`, or with the service's code if the trigger or the job is invalid
   */
  async create(schedule: ScheduleCreate, options: RequestOptions = {}): Promise<Schedule> {
    const { name, job, trigger, description } = schedule;
    if (await this.arm.find(pathOf(name), options)) throw fail('ScheduleExists', { name });
    const { resource } = (await this.jobs.get(job, options)).spec;
    const jobDefinition = definitionOf(resource.properties);
    const action = { actionType: 'CreateJob', jobDefinition };
    return this.put(
      name,
      { displayName: name, description, isEnabled: true, trigger, action },
      options
    );
  }

  /** Changes when a schedule creates its job. */
  async retime(
    name: string,
    trigger: ScheduleTrigger,
    options: RequestOptions = {}
  ): Promise<Schedule> {
    return this.change(name, { trigger }, options);
  }

  /** Pauses a schedule: it creates no jobs until it is resumed. */
  async pause(name: string, options: RequestOptions = {}): Promise<Schedule> {
    return this.change(name, { isEnabled: false }, options);
  }

  /** Resumes a paused schedule. The times that passed meanwhile are not made up for. */
  async resume(name: string, options: RequestOptions = {}): Promise<Schedule> {
    return this.change(name, { isEnabled: true }, options);
  }

  /** Creates the job of a schedule now, in addition to its times, and returns the name of the job. */
  async trigger(name: string, options: RequestOptions = {}): Promise<string> {
    const json = { scheduleTime: new Date().toISOString() };
    const send = { ...options, apiVersion: TRIGGER_API_VERSION, method: 'POST' as const, json };
    const fired = await this.arm.read<{ submissionId: string }>(`${pathOf(name)}/trigger`, send);
    return fired.submissionId;
  }

  /** Deletes a schedule, and waits until it is gone; its jobs stay. */
  async delete(name: string, options: RequestOptions = {}): Promise<void> {
    // A schedule that is enabled is not deleted.
    await this.pause(name, options);
    await this.arm.run(pathOf(name), { ...options, method: 'DELETE' });
  }

  private async change(name: string, changes: object, options: RequestOptions): Promise<Schedule> {
    const { properties } = await this.read(name, options);
    return this.put(name, { ...properties, ...changes }, options);
  }

  private async put(name: string, properties: object, options: RequestOptions): Promise<Schedule> {
    await this.arm.run(pathOf(name), { ...options, method: 'PUT', json: { properties } });
    return this.get(name, options);
  }

  private read(name: string, options: RequestOptions): Promise<ScheduleResource> {
    return this.arm.read<ScheduleResource>(pathOf(name), options);
  }
}

function pathOf(name: string): string {
  return `/schedules/${encodeURIComponent(name)}`;
}

function toSchedule({ name, properties, systemData }: ScheduleResource): Schedule {
  const { displayName, description, isEnabled, trigger, action, properties: own } = properties;
  return {
    name,
    displayName: displayName ?? name,
    description: description ?? undefined,
    isEnabled: isEnabled ?? true,
    trigger,
    action: action.actionType,
    job: action.jobDefinition?.displayName ?? undefined,
    nextAt: dateOf(own?.['carry.nextFiring']),
    missed: missedOf(own ?? {}),
    createdAt: dateOf(systemData?.createdAt)
  };
}

function missedOf(own: Record<string, string>): Schedule['missed'] {
  const last = dateOf(own['carry.lastMissedFiring']);
  return last && { count: Number(own['carry.missedFirings']), last };
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
