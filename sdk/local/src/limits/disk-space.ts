import { basename } from 'node:path';
import { fail } from './errors.js';
import type { Home } from '../home.js';
import { formatBytes } from '../settings/bytes.js';
import type { Settings } from '../settings/settings.js';
import { bytesByEntry, freeBytes } from './disk-usage.js';

/** A measurement takes at most this share of the time: homes with many files are measured less often. */
const SHARE = 0.02;
const AT_MOST_EVERY = 20_000;
/** How many of the largest folders a refusal names. */
const NAMED = 3;

export interface DiskSpaceOptions {
  home: Home;
  settings: Pick<Settings, 'diskLimit' | 'diskReserve'>;
  report: (error: unknown) => void;
  /** Bytes that the disk has left for this user. */
  free?: () => number;
}

/** What a home may still take: a quota of its own, and a reserve of its disk. Asked before anything is written. */
export class DiskSpace {
  private used = 0;
  private largest: { path: string; bytes: number }[] = [];
  private measuring: Promise<void> | undefined;
  private nextAt = 0;

  constructor(private readonly options: DiskSpaceOptions) {}

  /** Throws when `bytes` more do not fit. What fits counts as used from now on. */
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
      // Who has made room since the last look should not have to wait for the next.
      void this.measure();
      throw fail('DiskQuotaExceeded', {
        used: formatBytes(this.used),
        limit: formatBytes(diskLimit),
        wanted: formatBytes(bytes),
        largest: this.largest
          .slice(0, NAMED)
          .map(({ path, bytes: size }) => `${path} (${formatBytes(size)})`)
          .join(', ')
      });
    }
    this.used += bytes;
  }

  /** The quota and what is used of it, as of the last look. */
  get usage(): { used: number; limit: number; free: number } {
    return { used: this.used, limit: this.options.settings.diskLimit, free: this.free() };
  }

  /** Looks again when it is time to. */
  look(): void {
    if (performance.now() >= this.nextAt) void this.measure();
  }

  /** Looks what the home really holds; jobs write into it themselves. */
  measure(): Promise<void> {
    this.measuring ??= this.sum()
      .catch(this.options.report)
      .finally(() => (this.measuring = undefined));
    return this.measuring;
  }

  private async sum(): Promise<void> {
    const began = performance.now();
    const { home } = this.options;
    const containers = await bytesByEntry(home.blobs);
    const rest = await bytesByEntry(home.root, basename(home.blobs));
    this.largest = [...containers, ...rest].sort((a, b) => b.bytes - a.bytes);
    this.used = this.largest.reduce((sum, { bytes }) => sum + bytes, 0);
    const took = performance.now() - began;
    this.nextAt = performance.now() + Math.max(AT_MOST_EVERY, took / SHARE);
  }

  private free(): number {
    return this.options.free?.() ?? freeBytes(this.options.home.root);
  }
}
