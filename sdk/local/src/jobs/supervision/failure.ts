import { open } from 'node:fs/promises';
import { constants } from 'node:os';
import { LINE_PREFIX } from '../../environments/environment-report.js';
import { failureOf } from '../job-failures.js';
import type { Exit } from './leader.js';

/** Number of bytes at the end of the log that are searched for the last line. */
const TAIL_BYTES = 4096;

/** Describes why a command failed, with its last line of output; undefined when it did not fail. */
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
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    return lines
      .map(line => line.trim())
      .filter(line => line !== '' && !line.startsWith(LINE_PREFIX))
      .at(-1)
      ?.slice(-1000);
  } finally {
    await file.close();
  }
}
