import { isDeepStrictEqual as isSame } from 'node:util';
import type { JobBase, PipelineJob } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import { nameFromId } from '../protocol/context.js';
import type { Schedule } from '../schemas/schedule-schema.js';
import type { StoredJob } from '../store/job-store.js';
import type { Firing, ScheduleStore, StoredSchedule } from '../store/schedule-store.js';
import { definitionOf, jobOf } from './definition.js';
import { dueOf } from './due.js';
import { fail } from './errors.js';
import { jobName, scheduledJob } from './scheduled-job.js';
import { timesOf, withStart } from './trigger.js';

export interface SchedulerDeps {
  schedules: ScheduleStore;
  findJob: (name: string) => StoredJob | undefined;
  /** Throws when the workspace could not accept the job now. */
  verify: (job: JobBase) => void;
  submit: (name: string, job: JobBase, by: string) => void;
  now: () => number;
  report: (error: unknown) => void;
}

/** How far the clock may be set back before the times that it had passed fire again. */
const MAX_CLOCK_CHANGE_MS = 24 * 60 * 60 * 1000;
/** SQLite's value for no limit. */
const NO_LIMIT = -1;
/** The maximum time between two checks of the clock: it may have been changed, or the machine may have slept. */
const MAX_WAIT_MS = 30_000;

/**
 * Creates the jobs of schedules when they are due. The next time of each schedule is stored, and the name of its job is derived from that
 * time, so a restart neither loses a firing nor repeats one.
 */
export class Scheduler {
  private timer?: NodeJS.Timeout;
  private isOpen = false;
  /** The latest time that the clock has returned. */
  private latest = 0;

  constructor(private readonly deps: SchedulerDeps) {}

  /** Starts to fire schedules, first those that fell due while no server was running. */
  start(): void {
    this.isOpen = true;
    this.attempt(() => {
      this.resetAfterClockChange();
    });
    this.wake();
  }

  close(): void {
    this.isOpen = false;
    clearTimeout(this.timer);
  }

  /** Creates or changes a schedule; throws when it is enabled and its trigger or job is invalid. */
  put(name: string, given: Schedule, by: string): { schedule: StoredSchedule; created: boolean } {
    const { schedules } = this.deps;
    const before = schedules.get(name);
    const wanted = definitionOf(given);
    const { definition, nextAt } = wanted.isEnabled
      ? this.enabled(wanted, before)
      : { definition: wanted, nextAt: undefined };
    if (before && isSame(before.properties, definition))
      return { schedule: before, created: false };
    const schedule = schedules.put(name, definition, nextAt, by);
    this.wake();
    return { schedule, created: before === undefined };
  }

  /** Deletes a schedule, but not its jobs; returns false when there is none. As on Azure it must be disabled first. */
  delete(name: string): boolean {
    const schedule = this.deps.schedules.get(name);
    if (!schedule) return false;
    if (schedule.properties.isEnabled) throw fail('ScheduleEnabled', { name });
    this.deps.schedules.delete(name);
    return true;
  }

  /** Creates the job of a schedule now, in addition to its times; returns the job's name. */
  trigger(schedule: StoredSchedule, at: number): string {
    if (!schedule.properties.isEnabled) throw fail('ScheduleDisabled', { name: schedule.name });
    const job = this.submit(schedule, at);
    const fired = { dueAt: at, lastDueAt: at, count: 1, outcome: 'Fired', job } as const;
    this.deps.schedules.addFiring(schedule.name, fired);
    return job;
  }

  /** Fires the schedules that are due, and sets the timer for the next ones. */
  private wake(): void {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    const wait = this.attempt(() => this.fireDue()) ?? MAX_WAIT_MS;
    this.timer = setTimeout(() => {
      this.wake();
    }, wait);
  }

  /** Fires the schedules that are due; returns the milliseconds to wait. A schedule that fails is retried and does not block others. */
  private fireDue(): number {
    const { schedules, now } = this.deps;
    if (now() < this.latest - MAX_CLOCK_CHANGE_MS) this.resetAfterClockChange();
    this.latest = now();
    const settled = schedules.due(now()).map(schedule =>
      this.attempt(() => {
        this.settle(schedule);
        return true;
      })
    );
    if (settled.includes(undefined)) return MAX_WAIT_MS;
    const next = (schedules.nextDue() ?? Infinity) - now();
    return Math.min(Math.max(next, 1), MAX_WAIT_MS);
  }

  /**
   * Resets schedules whose stored time is far beyond their next one, because the clock was too far ahead. Firings are not repeated, as
   * their jobs exist.
   */
  private resetAfterClockChange(): void {
    const { schedules, now } = this.deps;
    for (const { name, properties, nextAt } of schedules.list({
      view: 'EnabledOnly',
      skip: 0,
      top: NO_LIMIT
    })) {
      const next = timesOf(properties.trigger, now())(now());
      if (next !== undefined && (nextAt === undefined || nextAt > next + MAX_CLOCK_CHANGE_MS))
        schedules.settle(name, [], next);
    }
  }

  private attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.deps.report(error);
      return undefined;
    }
  }

  private settle(schedule: StoredSchedule): void {
    const { name, properties, nextAt: dueAt } = schedule;
    if (dueAt === undefined) return;
    const now = this.deps.now();
    const { fire, missed, nextAt } = dueOf(timesOf(properties.trigger, now), dueAt, now);
    const firings: Firing[] = [];
    const [firstMissed] = missed;
    if (firstMissed !== undefined)
      firings.push({
        dueAt: firstMissed,
        lastDueAt: missed.at(-1) ?? firstMissed,
        count: missed.length,
        outcome: 'Missed',
        message: 'The workspace was not running at the time, or this machine was asleep.'
      });
    if (fire !== undefined) firings.push(this.fire(schedule, fire));
    this.deps.schedules.settle(name, firings, nextAt);
  }

  private fire(schedule: StoredSchedule, dueAt: number): Firing {
    const firing = { dueAt, lastDueAt: dueAt, count: 1 };
    try {
      return { ...firing, outcome: 'Fired', job: this.submit(schedule, dueAt) };
    } catch (error) {
      if (!isCarryError(error)) throw error;
      return { ...firing, outcome: 'Failed', message: error.message };
    }
  }

  /** Submits the job, unless it exists already because an earlier server crashed before it stored the firing. */
  private submit(schedule: StoredSchedule, dueAt: number): string {
    const name = jobName(schedule.name, dueAt);
    if (this.deps.findJob(name)) return name;
    const definition = this.complete(jobOf(schedule.properties));
    this.deps.submit(name, scheduledJob(schedule, definition, dueAt), schedule.createdBy);
    return name;
  }

  /** Checks the trigger and the job of an enabled schedule, and computes when it fires first. */
  private enabled(wanted: Schedule, before: StoredSchedule | undefined) {
    const now = this.deps.now();
    const known = before?.properties.trigger;
    // If the triggers differ only in a missing start, the start was set here and the trigger is unchanged.
    const isKnown = known && isSame({ startTime: known.startTime, ...wanted.trigger }, known);
    const trigger = isKnown ? known : withStart(wanted.trigger, now);
    const next = timesOf(trigger, now);
    this.deps.verify(this.complete(jobOf(wanted)));
    const wasSet = before?.properties.isEnabled && isKnown;
    // A start that was not given is the current second, which may itself be a time to fire.
    const after = isKnown || wanted.trigger.startTime ? now : now - 1000;
    return {
      definition: { ...wanted, trigger },
      nextAt: wasSet ? before.nextAt : next(after)
    };
  }

  /** The full definition of a job: one that names a source job contains only the fields that differ from it. */
  private complete(definition: JobBase): JobBase {
    const { sourceJobId } = definition as PipelineJob & { sourceJobId?: string | null };
    if (!sourceJobId) return definition;
    const name = nameFromId(sourceJobId);
    const source = this.deps.findJob(name);
    if (!source)
      throw fail(
        'ScheduleSourceJobUnknown',
        { job: name },
        { target: 'properties.action.jobDefinition.sourceJobId' }
      );
    const differs = Object.entries(definition).filter(([, value]) => !isEmpty(value));
    return { ...source.properties, ...Object.fromEntries(differs) };
  }
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
