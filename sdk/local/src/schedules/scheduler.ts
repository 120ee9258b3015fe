import { isDeepStrictEqual as isSame } from 'node:util';
import type { JobBase, PipelineJob } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import { nameIn } from '../protocol/context.js';
import type { Schedule } from '../schemas/schedule.js';
import type { StoredJob } from '../store/jobs.js';
import type { Firing, ScheduleStore, StoredSchedule } from '../store/schedules.js';
import { definitionOf, jobOf } from './definition.js';
import { dueOf } from './due.js';
import { fail } from './errors.js';
import { jobName, scheduledJob } from './scheduled-job.js';
import { timesOf, withStart } from './trigger.js';

export interface SchedulerDeps {
  schedules: ScheduleStore;
  findJob: (name: string) => StoredJob | undefined;
  /** Refuses a job that the workspace could not take in now. */
  verify: (job: JobBase) => void;
  submit: (name: string, job: JobBase, by: string) => void;
  now: () => number;
  report: (error: unknown) => void;
}

/** How far a clock may be set back before the times that it had passed are looked at again. */
const DAY = 24 * 60 * 60 * 1000;
/** A limit that no list reaches. */
const ALL = -1;
/** The longest wait between two looks at the clock: it may have been set, or the machine asleep. */
const LONGEST_WAIT = 30_000;

/**
 * Makes the jobs of schedules when they are due. When each fires next is stored, and the name of its job follows from that time: so a
 * restart neither loses a firing nor does one twice.
 */
export class Scheduler {
  private timer?: NodeJS.Timeout;
  private isOpen = false;
  /** The latest time that the clock has shown. */
  private latest = 0;

  constructor(private readonly deps: SchedulerDeps) {}

  /** Begins to fire, first what fell due while no server ran. */
  start(): void {
    this.isOpen = true;
    this.attempt(() => {
      this.takeBack();
    });
    this.wake();
  }

  close(): void {
    this.isOpen = false;
    clearTimeout(this.timer);
  }

  /** Creates a schedule or changes it; what an enabled one says must be possible. */
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

  /** Deletes a schedule, not its jobs; false when there is none. As on Azure it must be disabled before. */
  delete(name: string): boolean {
    const schedule = this.deps.schedules.get(name);
    if (!schedule) return false;
    if (schedule.properties.isEnabled) throw fail('ScheduleEnabled', { name });
    this.deps.schedules.delete(name);
    return true;
  }

  /** Makes the job of a schedule now, beside its times; answers the job's name. */
  trigger(schedule: StoredSchedule, at: number): string {
    if (!schedule.properties.isEnabled) throw fail('ScheduleDisabled', { name: schedule.name });
    const job = this.submit(schedule, at);
    const fired = { dueAt: at, lastDueAt: at, count: 1, outcome: 'Fired', job } as const;
    this.deps.schedules.note(schedule.name, fired);
    return job;
  }

  /** Does what is due and waits for what is next. */
  private wake(): void {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    const wait = this.attempt(() => this.work()) ?? LONGEST_WAIT;
    this.timer = setTimeout(() => {
      this.wake();
    }, wait);
  }

  /** Answers how long to wait after it. A schedule that could not be settled is tried again, and holds up no other. */
  private work(): number {
    const { schedules, now } = this.deps;
    if (now() < this.latest - DAY) this.takeBack();
    this.latest = now();
    const settled = schedules.due(now()).map(schedule =>
      this.attempt(() => {
        this.settle(schedule);
        return true;
      })
    );
    if (settled.includes(undefined)) return LONGEST_WAIT;
    const next = (schedules.nextDue() ?? Infinity) - now();
    return Math.min(Math.max(next, 1), LONGEST_WAIT);
  }

  /**
   * Has those schedules fire at their times again that wait for one far beyond the next: a clock that stood too far ahead made them
   * pass. What has been fired is not fired again, as its job is there.
   */
  private takeBack(): void {
    const { schedules, now } = this.deps;
    for (const { name, properties, nextAt } of schedules.list({
      view: 'EnabledOnly',
      skip: 0,
      top: ALL
    })) {
      const next = timesOf(properties.trigger, now())(now());
      if (next !== undefined && (nextAt === undefined || nextAt > next + DAY))
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
        message: 'The workspace did not run at the time, or this machine was asleep.'
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

  /** The job may be there already: an earlier server died before it noted that it had fired. */
  private submit(schedule: StoredSchedule, dueAt: number): string {
    const name = jobName(schedule.name, dueAt);
    if (this.deps.findJob(name)) return name;
    const definition = this.complete(jobOf(schedule.properties));
    this.deps.submit(name, scheduledJob(schedule, definition, dueAt), schedule.createdBy);
    return name;
  }

  /** Checks what is to fire, and finds out when it does so first. */
  private enabled(wanted: Schedule, before: StoredSchedule | undefined) {
    const now = this.deps.now();
    const known = before?.properties.trigger;
    // The same trigger without its start is the one that was given its start here.
    const isKnown = known && isSame({ startTime: known.startTime, ...wanted.trigger }, known);
    const trigger = isKnown ? known : withStart(wanted.trigger, now);
    const next = timesOf(trigger, now);
    this.deps.verify(this.complete(jobOf(wanted)));
    const wasSet = before?.properties.isEnabled && isKnown;
    // A start that was not given is this very second, which may be a time to fire.
    const after = isKnown || wanted.trigger.startTime ? now : now - 1000;
    return {
      definition: { ...wanted, trigger },
      nextAt: wasSet ? before.nextAt : next(after)
    };
  }

  /** A definition that names the job it is made from says only what is to differ. */
  private complete(definition: JobBase): JobBase {
    const { sourceJobId } = definition as PipelineJob & { sourceJobId?: string | null };
    if (!sourceJobId) return definition;
    const name = nameIn(sourceJobId);
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
