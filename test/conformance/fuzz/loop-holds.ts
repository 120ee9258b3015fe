import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FuzzRequest } from './requests.js';

/** A turn of the server's event loop, in processor time, with the requests that may have taken it. */
export interface Hold {
  milliseconds: number;
  requests: string[];
}

/** Returns the variables that make a server measure its event loop and write the longest turns to a file in the folder. */
export function watchedLoop(folder: string): Record<string, string> {
  const watch = fileURLToPath(new URL('loop-watch.mjs', import.meta.url));
  return { NODE_OPTIONS: `--import=${watch}`, LOOP_HOLDS_FILE: join(folder, 'loop-holds.json') };
}

/** Returns the longest turns, the longest first. Those below 30 ms are not recorded. */
export function longestHolds(folder: string): Hold[] {
  return JSON.parse(readFileSync(join(folder, 'loop-holds.json'), 'utf8')) as Hold[];
}

/** The name under which the server reports a request. */
export function nameOf({ method, path }: FuzzRequest): string {
  return `${method} ${path.slice(0, 400)}`;
}
