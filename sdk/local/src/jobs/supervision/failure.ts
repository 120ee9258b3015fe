import { open } from 'node:fs/promises';
import { constants } from 'node:os';
import { failureOf } from '../job-failures.js';
import { failureReason } from './failure-reason.js';
import type { Exit } from './leader.js';

/** Number of bytes at the end of the log that are searched for the reason. */
const TAIL_BYTES = 16_384;

/** Describes why a command failed, with the line of its output that names the error; undefined when it did not fail. */
export async function describeFailure(
  exit: Exit | undefined,
  log: string
): Promise<{ code: string; message: string } | undefined> {
  if (exit?.code === 0) return undefined;
  const lastLine = await lastLineOf(log);
  if (!exit) return failureOf('JobDisappeared', { lastLine });
  const signal = Object.entries(constants.signals).find(([, n]) => n === exit.code - 128)?.[0];
  return failureOf('ExecutionFailed', { exit: signal ?? exit.code, lastLine });
}

async function lastLineOf(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
    return failureReason(buffer.toString('utf8', 0, bytesRead))?.slice(0, 1000);
  } finally {
    await file.close();
  }
}
