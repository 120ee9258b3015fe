import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, EventMessage, JobSummary, ScheduleInfo } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import { showsResponse } from '../../service/shows-response.js';
import type { ICarryService, ScheduleChange } from '../../tokens.js';
import { expressionWords } from './trigger-words.js';

/** The form that creates a schedule from a job, or changes when one creates its jobs. */
export interface ScheduleForm {
  /** The job to repeat; null to change the schedule of this name. */
  job: Pick<JobSummary, 'name' | 'displayName'> | null;
  name: string;
  expression: string;
  timeZone: string;
  busy: boolean;
  error: ApiError | null;
}

/** Every working day at six in the morning. */
const DEFAULT_EXPRESSION = '0 6 * * 1-5';

/** The state of the Schedules panel. */
export class SchedulesModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _triggered = new Signal<this, void>(this);

  /** Null until they are loaded. */
  schedules: ScheduleInfo[] | null = null;
  error: ApiError | null = null;
  form: ScheduleForm | null = null;
  /** The schedule that is being changed. */
  busy: string | null = null;

  constructor(
    private readonly service: Pick<
      ICarryService,
      'events' | 'schedules' | 'createSchedule' | 'retimeSchedule' | 'changeSchedule'
    >,
    /** The time zone of the browser. */
    private readonly timeZone: string
  ) {
    service.events.message.connect(this._onMessage, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted when a schedule was triggered by hand: there is a new run. */
  get triggered(): ISignal<this, void> {
    return this._triggered;
  }

  async refresh(): Promise<void> {
    try {
      this.schedules = await this.service.schedules();
      this.error = null;
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  /** Opens the form for a job. */
  begin(job: Pick<JobSummary, 'name' | 'displayName'>): void {
    this.open({ job, name: nameFor(job.displayName), expression: DEFAULT_EXPRESSION });
  }

  /** Opens the form for the times of a schedule. */
  edit({ name, trigger }: ScheduleInfo): void {
    // A recurrence has no expression: its times are replaced by those that the user types.
    const expression = trigger.triggerType === 'Cron' ? trigger.expression : '';
    this.open({ job: null, name, expression, timeZone: trigger.timeZone ?? 'UTC' });
  }

  type(values: Partial<Pick<ScheduleForm, 'name' | 'expression' | 'timeZone'>>): void {
    if (!this.form) return;
    this.form = { ...this.form, ...values, error: null };
    this._changed.emit();
  }

  closeForm(): void {
    this.form = null;
    this._changed.emit();
  }

  /** The problem of the form that the page itself finds. */
  get problem(): 'name' | 'expression' | null {
    const { form } = this;
    if (!form) return null;
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/.test(form.name)) return 'name';
    return expressionWords(form.expression) === null ? 'expression' : null;
  }

  /** True if the form would replace a schedule that exists. */
  get replaces(): boolean {
    const { form, schedules } = this;
    return form?.job != null && (schedules ?? []).some(({ name }) => name === form.name);
  }

  async save(): Promise<void> {
    const { form } = this;
    if (!form || form.busy || this.problem !== null || this.replaces) return;
    const { job, name, expression, timeZone } = form;
    const trigger = { triggerType: 'Cron', expression: expression.trim(), timeZone } as const;
    const saving = (this.form = { ...form, busy: true, error: null });
    this._changed.emit();
    try {
      if (job) await this.service.createSchedule({ name, job: job.name, trigger });
      else await this.service.retimeSchedule(name, { trigger });
      if (this.form === saving) this.form = null;
    } catch (e) {
      if (this.form === saving) this.form = { ...form, busy: false, error: ServiceError.from(e) };
    }
    await this.refresh();
  }

  async change(name: string, change: ScheduleChange): Promise<void> {
    this.busy = name;
    this._changed.emit();
    try {
      await this.service.changeSchedule(name, change);
      if (change === 'trigger') this._triggered.emit();
      await this.refresh();
    } catch (e) {
      this.error = ServiceError.from(e);
    } finally {
      this.busy = null;
      this._changed.emit();
    }
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private open(
    form: Pick<ScheduleForm, 'job' | 'name' | 'expression'> & { timeZone?: string }
  ): void {
    this.form = { timeZone: this.timeZone, ...form, busy: false, error: null };
    this._changed.emit();
  }

  /** The workspace responds again. */
  private _onMessage(_: unknown, message: EventMessage): void {
    if (this.error && this.schedules === null && showsResponse(message)) void this.refresh();
  }
}

/** Returns a valid name for a schedule of a job. */
function nameFor(displayName: string): string {
  const name = displayName.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[-_]+|[-_]+$/g, '');
  return name === '' ? 'schedule' : name.slice(0, 100);
}
