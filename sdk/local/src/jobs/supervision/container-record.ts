import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The container of a job. The job itself cannot write the file in which it is recorded. */
export interface ContainerRecord {
  /** The file of the program that runs containers. */
  engine: string;
  name: string;
}

/** Records the container before it is started, so that any later server can remove it. */
export function recordContainer(folder: string, container: ContainerRecord): void {
  writeFileSync(fileIn(folder), JSON.stringify(container), { mode: 0o600 });
}

/** What engines print when there is nothing left to remove: the container is gone, or the engine that ran it has ended. */
const NOTHING_LEFT = /no such container|no container with|cannot connect|is the docker daemon/i;
/** How long an engine may take to kill a container. */
const TIMEOUT_MS = 60_000;

/**
 * Removes the container of the job in this folder, if it has one, with all its processes: they are children of the engine, so the end of
 * the program that started them does not end them. Rejects when the engine fails, so that the caller tries again.
 */
export async function removeContainer(folder: string): Promise<void> {
  const file = fileIn(folder);
  if (!existsSync(file)) return;
  const { engine, name } = JSON.parse(readFileSync(file, 'utf8')) as ContainerRecord;
  try {
    await promisify(execFile)(engine, ['rm', '--force', name], { timeout: TIMEOUT_MS });
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    // ENOENT: the engine was uninstalled.
    if (code !== 'ENOENT' && !NOTHING_LEFT.test(stderr)) throw error;
  }
  await rm(file, { force: true });
}

function fileIn(folder: string): string {
  return join(folder, 'container.json');
}
