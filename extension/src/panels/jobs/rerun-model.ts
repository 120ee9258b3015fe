import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  ComputeInfo,
  JobSummary,
  Parameter,
  RerunForm,
  RerunRequest
} from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import {
  fitValues,
  givenValues,
  initialValue,
  readValue,
  type FormValue
} from '../submit/field-value.js';

/** The fields of the form besides the parameters. */
export type RerunTexts = Pick<RerunForm, 'displayName' | 'experiment' | 'compute'>;

/** The form that submits a job again with other parameters, compute or names. */
export class RerunModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly typed = new Map<string, FormValue>();
  private texts: Partial<RerunTexts> = {};

  /** What the job has; null until it is read. */
  form: RerunForm | null = null;
  computes: readonly ComputeInfo[] = [];
  busy = false;
  error: ApiError | null = null;

  constructor(
    private readonly service: Pick<ICarryService, 'rerunForm' | 'computes' | 'rerun'>,
    readonly job: string
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  async read(): Promise<void> {
    try {
      const [form, computes] = await Promise.all([
        this.service.rerunForm(this.job),
        this.service.computes()
      ]);
      Object.assign(this, { form, computes });
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  value(field: Parameter): FormValue {
    return this.typed.get(field.name) ?? initialValue(field);
  }

  isEdited({ name }: Parameter): boolean {
    return this.typed.has(name);
  }

  /** Why the content of a field does not fit, or what the service says about it. */
  problem(field: Parameter): string | null {
    const typed = this.typed.get(field.name);
    const reading = typed === undefined ? null : readValue(field, typed);
    if (reading?.ok === false) return reading.problem;
    return this.error?.target === field.name ? this.error.message : null;
  }

  /** The error that no field shows. */
  get formError(): ApiError | null {
    const isShown = this.form?.parameters.some(({ name }) => name === this.error?.target);
    return isShown ? null : this.error;
  }

  text(name: keyof RerunTexts): string {
    return this.texts[name] ?? this.form?.[name] ?? '';
  }

  /** Keeps what is typed; a field with its value of before is as it was. */
  type(field: Parameter, value: FormValue): void {
    if (value === initialValue(field)) this.typed.delete(field.name);
    else this.typed.set(field.name, value);
    this.error = null;
    this._changed.emit();
  }

  setText(name: keyof RerunTexts, text: string): void {
    this.texts = { ...this.texts, [name]: text };
    this.error = null;
    this._changed.emit();
  }

  get canSubmit(): boolean {
    const { form } = this;
    if (!form || this.busy || this.text('displayName').trim() === '') return false;
    return this.text('experiment').trim() !== '' && fitValues(form.parameters, this.typed);
  }

  /** Submits what is different; null after an error, which the form shows. */
  async submit(): Promise<JobSummary | null> {
    if (!this.canSubmit) return null;
    this.busy = true;
    this.error = null;
    this._changed.emit();
    try {
      return await this.service.rerun(this.job, this.changes());
    } catch (e) {
      this.error = ServiceError.from(e);
      return null;
    } finally {
      this.busy = false;
      this._changed.emit();
    }
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private changes(): RerunRequest {
    const { form } = this;
    const names = ['displayName', 'experiment', 'compute'] as const;
    const changed = names.filter(name => this.text(name).trim() !== form?.[name]);
    return {
      ...Object.fromEntries(changed.map(name => [name, this.text(name).trim()])),
      ...(this.typed.size > 0 && { parameters: givenValues(form?.parameters ?? [], this.typed) })
    };
  }
}
