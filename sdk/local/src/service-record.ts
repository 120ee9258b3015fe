import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';

/** Exit code of a server whose home is in use by another server. */
export const HOME_IN_USE_EXIT_CODE = 3;

/** The file `service.json` that a running server writes into its home, so that clients of the same user find it. */
export interface ServiceRecord {
  pid: number;
  port: number;
  /** ISO 8601. */
  startedAt: string;
  home: string;
  /** When its process started, as the system words it: with the pid it identifies the process. */
  processStart: string | null;
  /** The virtual environment that jobs run in; null if they run on the `python` of the PATH. */
  virtualEnv: string | null;
}

/** Reads the record of a home; undefined when it is missing, damaged or no file. The running server writes it again. */
export function readRecord(path: string): ServiceRecord | undefined {
  try {
    // To read a pipe would wait for its writer. A start says that something else has the name of the file.
    if (!statSync(path).isFile()) return undefined;
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<ServiceRecord> | null;
    const { pid, port, startedAt, home, processStart, virtualEnv } = record ?? {};
    const isWhole =
      isNumber(pid, 1, 2 ** 31) &&
      isNumber(port, 1, 65_535) &&
      typeof startedAt === 'string' &&
      typeof home === 'string';
    if (!isWhole) return undefined;
    // A server of an earlier version does not write these.
    const texts = { processStart: textOrNull(processStart), virtualEnv: textOrNull(virtualEnv) };
    return { pid, port, startedAt, home, ...texts };
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return undefined;
    throw error;
  }
}

export function writeRecord(path: string, record: ServiceRecord): void {
  writeFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isNumber(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}
