import type { Settings } from '../settings/settings.js';
import { bytesBelow } from './disk-usage.js';

export const DAY_MS = 86_400_000;
const INTERVAL_MS = 3_600_000;

/** A folder that may be removed: the logs of an ended job, or an unreferenced snapshot. */
export interface Removable {
  path: string;
  /** When it was last used, in milliseconds since 1970. */
  at: number;
  /** Age after which it is removed whatever the settings, because nothing can refer to it again. */
  maxAgeMs?: number;
  /** True if it is in use again; asked last, because the removal of many folders takes its time. */
  isUsed?: () => boolean;
  /** Deletes its record in the database; called before its files are deleted. */
  deleteRecord?: () => void;
}

export interface RetentionOptions {
  settings: Pick<Settings, 'keepDays' | 'keepSize'>;
  /** Finds everything that may be removed. */
  removables: () => Removable[];
  /** Deletes a file or folder, without following links. */
  remove: (path: string) => Promise<void>;
  now: () => number;
  report: (error: unknown) => void;
}

/** Removes files that were unused for `keepDays` days, and the oldest of the rest beyond `keepSize` bytes; nothing of the last day. */
export class Retention {
  private nextAt = 0;

  constructor(private readonly options: RetentionOptions) {}

  /** Removes expired folders in the background when an hour has passed since the last time. */
  removeIfDue(): void {
    if (performance.now() < this.nextAt) return;
    this.nextAt = performance.now() + INTERVAL_MS;
    this.remove().catch(this.options.report);
  }

  async remove(): Promise<void> {
    const { settings, now, removables, remove } = this.options;
    const age = ({ at }: Removable) => now() - at;
    let total = 0;
    for (const each of removables().sort((a, b) => b.at - a.at)) {
      const bytes = await bytesBelow(each.path);
      const isOld = age(each) > (each.maxAgeMs ?? settings.keepDays * DAY_MS);
      const isDue = isOld || (total + bytes > settings.keepSize && age(each) > DAY_MS);
      if (isDue && !each.isUsed?.()) {
        each.deleteRecord?.();
        await remove(each.path);
      } else total += bytes;
    }
  }
}
