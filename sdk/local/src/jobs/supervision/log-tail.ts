import { existsSync, lstatSync } from 'node:fs';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Appends the end of a job's output, which its leader has kept, to a log that reached its limit. The log only grows, so a client that
 * follows it can continue from its offset. Idempotent: a second call, after a crash in the first, gives the same log.
 */
export async function joinLogTail(folder: string, log: string, keep: number): Promise<void> {
  // A job may have put a link or a pipe in the place of its log.
  if (!existsSync(log) || !lstatSync(log).isFile()) return;
  if (!existsSync(join(folder, 'capped'))) return;
  const [capped, turned, old, recent] = await Promise.all(
    ['capped', 'turned', 'tail.old', 'tail'].map(name => content(join(folder, name)))
  );
  if (!capped || !turned || !old || !recent) return;
  if (capped.length > 0) await truncate(log, Math.min(numberIn(capped), (await stat(log)).size));
  const printed = Buffer.concat([old, recent]);
  const kept = wholeLines(printed, keep);
  // `turned` counts all bytes that passed through the file that is now the old one.
  const lost = numberIn(turned) - old.length + printed.length - kept.length;
  const file = await open(log, 'a');
  try {
    if (lost > 0) await file.write(`[carry] ${lost} bytes were left out here.\n`);
    await file.write(kept);
  } finally {
    await file.close();
  }
}

/** At most the last `keep` bytes, starting at the beginning of a line if there is one. */
function wholeLines(text: Buffer, keep: number): Buffer {
  if (text.length <= keep) return text;
  const end = text.subarray(text.length - keep);
  const next = end.indexOf('\n') + 1;
  return next === end.length ? end : end.subarray(next);
}

async function content(path: string): Promise<Buffer> {
  return existsSync(path) ? readFile(path) : Buffer.alloc(0);
}

function numberIn(text: Buffer): number {
  return Number(text.toString().trim() || 0);
}
