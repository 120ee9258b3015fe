import { spawn } from 'node:child_process';
import type { Command } from './installer.js';

export interface CommandOptions {
  /** The folder in which the environment is created, as `venv`. It exists and is empty. */
  folder: string;
  /** The variables of the installer. */
  environment: NodeJS.ProcessEnv;
  onOutput: (text: string) => void;
  /** Ends the build. */
  signal: AbortSignal;
}

/** A command of a build that ended with an error. */
export class BuildError extends Error {
  constructor(readonly output: string) {
    super(lastError(output));
  }
}

/** Runs a command as a process group of its own, so that a cancellation ends the compilers that it started too. */
export async function run(
  [program, ...args]: Command,
  { environment, folder, onOutput, signal }: CommandOptions
): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(program, args, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let output = '';
  const take = (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    output = (output + text).slice(-MAX_OUTPUT_LENGTH);
    onOutput(text);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const end = () => {
    endGroup(child.pid);
  };
  signal.addEventListener('abort', end);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (code !== 0) throw new BuildError(output);
    return output;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Number of letters at the end of a command's output that are searched for its error. */
const MAX_OUTPUT_LENGTH = 1 << 20;

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The last line that names an error, without its prefix: uv explains an error in the lines after it. */
function lastError(output: string): string {
  const lines = output.split('\n').map(line => line.trim());
  const named = lines.filter(line => /^(error|cause|ERROR|[×╰]|\w*Error)/.test(line));
  const line = named.at(-1) ?? lines.filter(Boolean).at(-1) ?? 'it ended with an error';
  return line.replace(/^((error|cause|ERROR): |[×╰─▶\s]+)/, '').slice(0, 1000);
}
