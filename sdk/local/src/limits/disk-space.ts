import { basename } from 'node:path';
import { fail } from './errors.js';
import type { Home } from '../home.js';
import { formatBytes } from '../settings/bytes.js';
import type { Settings } from '../settings/settings.js';
import { bytesByEntry, freeBytes } from './disk-usage.js';

/** Maximum share of the time that measurements take: homes with many files are measured less often. */
const MAX_TIME_SHARE = 0.02;
const MIN_INTERVAL_MS = 20_000;
/** Number of the largest folders that an error names. */
const NAMED_FOLDERS = 3;

export interface DiskSpaceOptions {
  home: Home;
  settings: Pick<Settings, 'diskLimit' | 'diskReserve'>;
  report: (error: unknown) => void;
  /** Returns the bytes that are free for this user; by default those of the disk of the home. */
  free?: () => number;
}

/** Limits the size of a home by a quota, and keeps a reserve of its disk free. Checked before anything is written. */
export class DiskSpace {
  private used = 0;
  private largest: { path: string; bytes: number }[] = [];
  private measuring: Promise<void> | undefined;
  private nextAt = 0;

  constructor(private readonly options: DiskSpaceOptions) {}

  /** Throws DiskFull or DiskQuotaExceeded when `bytes` more do not fit. Otherwise counts them as used. */
  require(bytes = 0): void {
    const { diskLimit, diskReserve } = this.options.settings;
    const free = this.free();
    if (free - bytes < diskReserve)
      throw fail('DiskFull', {
        home: this.options.home.root,
        free: formatBytes(free),
        reserve: formatBytes(diskReserve)
      });
    if (this.used + bytes > diskLimit) {
      // The user may have deleted files since the last measurement, so the next one starts now.
      void this.measure();
      throw fail('DiskQuotaExceeded', {
        used: formatBytes(this.used),
        limit: formatBytes(diskLimit),
        wanted: formatBytes(bytes),
        largest: this.largest
          .slice(0, NAMED_FOLDERS)
          .map(({ path, bytes: size }) => `${path} (${formatBytes(size)})`)
          .join(', ')
      });
    }
    this.used += bytes;
  }

  /** The quota, the usage as of the last measurement and the free disk space, in bytes. */
  get usage(): { used: number; limit: number; free: number } {
    return { used: this.used, limit: this.options.settings.diskLimit, free: this.free() };
  }

  /** Measures the usage when a measurement is due. */
  measureIfDue(): void {
    if (performance.now() >= this.nextAt) void this.measure();
  }

  /** Measures the actual usage, because jobs write into the home directly. */
  measure(): Promise<void> {
    this.measuring ??= this.sum()
      .catch(this.options.report)
      .finally(() => (this.measuring = undefined));
    return this.measuring;
  }

  private async sum(): Promise<void> {
    const startedAt = performance.now();
    const { home } = this.options;
    const containers = await bytesByEntry(home.blobs);
    const rest = await bytesByEntry(home.root, basename(home.blobs));
    this.largest = [...containers, ...rest].sort((a, b) => b.bytes - a.bytes);
    this.used = this.largest.reduce((sum, { bytes }) => sum + bytes, 0);
    const durationMs = performance.now() - startedAt;
    this.nextAt = performance.now() + Math.max(MIN_INTERVAL_MS, durationMs / MAX_TIME_SHARE);
  }

  private free(): number {
    return this.options.free?.() ?? freeBytes(this.options.home.root);
  }
}
