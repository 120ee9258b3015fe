import { constants as flags } from 'node:fs';
import { open } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { processTitle } from '../distribution/job-processes.js';
import { failureOf } from '../job-failures.js';
import { failureReason } from './failure-reason.js';
import type { Exit } from './leader.js';

/** Number of bytes at the end of the log that are searched for the reason. */
const TAIL_BYTES = 16_384;

/**
 * Describes why a command failed, or the first of several processes that did, with the line of its output that names the error;
 * undefined when it did not fail.
 */
export async function describeFailure(
  exit: Exit | undefined,
  log: string
): Promise<{ code: string; message: string } | undefined> {
  if (exit?.code === 0) return undefined;
  const failed = exit?.process === undefined ? log : join(dirname(log), `${exit.process}.txt`);
  const lastLine = await lastLineOf(failed);
  if (!exit) return failureOf('JobDisappeared', { lastLine });
  const signal = Object.entries(constants.signals).find(([, n]) => n === exit.code - 128)?.[0];
  const params = { exit: signal ?? exit.code, lastLine };
  return exit.process === undefined
    ? failureOf('ExecutionFailed', params)
    : failureOf('ProcessFailed', { ...params, process: processTitle(exit.process) });
}

async function lastLineOf(path: string): Promise<string | undefined> {
  // A job may have put a link or a pipe in the place of its log; opening a pipe would wait for its writer.
  const mode = flags.O_RDONLY | flags.O_NOFOLLOW | flags.O_NONBLOCK;
  const file = await open(path, mode).catch(() => undefined);
  if (!file) return undefined;
  try {
    const entry = await file.stat();
    if (!entry.isFile()) return undefined;
    const { size } = entry;
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
    return failureReason(buffer.toString('utf8', 0, bytesRead))?.slice(0, 1000);
  } finally {
    await file.close();
  }
}
