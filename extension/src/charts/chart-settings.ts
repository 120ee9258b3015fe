import { Signal, type ISignal } from '@lumino/signaling';
import type { TextStorage } from '../parts/browser-storage.js';

/** What runs along the horizontal axis: steps, the time since the first value of the run, or the time of day. */
export type XAxis = 'step' | 'relative' | 'clock';

/** How every chart is drawn. */
export interface ChartOptions {
  x: XAxis;
  /** Weight of the earlier values in the moving average, from 0 (none) to `MAX_SMOOTHING`. */
  smoothing: number;
  /** True for a logarithmic vertical axis. */
  isLog: boolean;
}

export const MAX_SMOOTHING = 0.99;

const STORAGE_KEY = 'jupyterlab-carry:charts';

/** The choices of the user on charts, which persist in the browser. */
export class ChartSettings {
  private readonly _changed = new Signal<this, void>(this);
  private current: ChartOptions;

  constructor(private readonly storage?: TextStorage) {
    this.current = readOptions(storage?.getItem(STORAGE_KEY) ?? null);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get options(): Readonly<ChartOptions> {
    return this.current;
  }

  set(change: Partial<ChartOptions>): void {
    this.current = { ...this.current, ...change };
    this.storage?.setItem(STORAGE_KEY, JSON.stringify(this.current));
    this._changed.emit();
  }
}

/** Reads stored options; another version of the page may have written them. */
function readOptions(text: string | null): ChartOptions {
  const { x, smoothing, isLog } = parsed(text);
  const weight = typeof smoothing === 'number' ? smoothing : 0;
  return {
    x: x === 'relative' || x === 'clock' ? x : 'step',
    smoothing: Math.min(Math.max(weight, 0), MAX_SMOOTHING),
    isLog: isLog === true
  };
}

function parsed(text: string | null): Partial<Record<keyof ChartOptions, unknown>> {
  try {
    return (JSON.parse(text ?? '{}') ?? {}) as object;
  } catch {
    // Not JSON: the defaults replace it.
    return {};
  }
}
