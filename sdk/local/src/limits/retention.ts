import { rm } from 'node:fs/promises';
import type { Settings } from '../settings/settings.js';
import { bytesBelow } from './disk-usage.js';

export const DAY = 86_400_000;
/** How often is looked for what can go. */
const EVERY = 3_600_000;

/** A folder that may go: the logs of an ended job, a snapshot that nothing needs. */
export interface Removable {
  path: string;
  /** When it was last of use, in milliseconds since 1970. */
  at: number;
  /** Milliseconds after which it goes whatever the settings say: nothing will ever refer to it again. */
  wait?: number;
  /** Takes its record away, before its files. */
  forget?: () => void;
}

export interface RetentionOptions {
  settings: Pick<Settings, 'keepDays' | 'keepSize'>;
  /** Everything that may go. */
  removables: () => Removable[];
  now: () => number;
  report: (error: unknown) => void;
}

/** Removes what has been of no use for some days, and of the rest the oldest beyond a size; nothing of the last day. */
export class Retention {
  private nextAt = 0;

  constructor(private readonly options: RetentionOptions) {}

  /** Looks when it is time to, in the background. */
  look(): void {
    if (performance.now() < this.nextAt) return;
    this.nextAt = performance.now() + EVERY;
    this.remove().catch(this.options.report);
  }

  async remove(): Promise<void> {
    const { settings, now, removables } = this.options;
    const age = ({ at }: Removable) => now() - at;
    let total = 0;
    for (const each of removables().sort((a, b) => b.at - a.at)) {
      const bytes = await bytesBelow(each.path);
      const isOld = age(each) > (each.wait ?? settings.keepDays * DAY);
      if (isOld || (total + bytes > settings.keepSize && age(each) > DAY)) {
        each.forget?.();
        await rm(each.path, { recursive: true, force: true });
      } else total += bytes;
    }
  }
}
