import { spawn, type ChildProcess } from 'node:child_process';
import { isSecretVariable } from 'carry-ml/errors';

/** A program to run, and its bounds. */
export interface BoundedProcess {
  command: string;
  args: readonly string[];
  cwd: string;
  timeoutMs: number;
  /** The most bytes that are read of its output; it is ended when it prints more. */
  maxBytes: number;
  /** Ends it. */
  signal: AbortSignal;
}

/** How a program ended. */
export interface ProcessEnd {
  /** Null if it was ended, or could not be started. */
  status: number | null;
  endedBy: 'itself' | 'timeout' | 'size' | 'signal' | 'failure';
  stdout: string;
  /** The last part of what it printed on standard error. */
  stderr: string;
}

const MAX_STDERR_BYTES = 16_000;

/** The processes that run. They must not outlive this one. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) endGroup(child);
});

/** Runs a program in a process group of its own, without the secrets of this one, until it ends or exceeds a bound. */
export function runBounded(program: BoundedProcess): Promise<ProcessEnd> {
  const { command, args, cwd, timeoutMs, maxBytes, signal } = program;
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: withoutSecrets(process.env)
    });
    running.add(child);
    let endedBy: ProcessEnd['endedBy'] = 'itself';
    const end = (reason: ProcessEnd['endedBy']): void => {
      if (endedBy === 'itself') endedBy = reason;
      endGroup(child);
    };
    const onAbort = (): void => {
      end('signal');
    };
    const timer = setTimeout(end, timeoutMs, 'timeout');
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    let stdout = Buffer.alloc(0);
    let stderr = Buffer.alloc(0);
    child.stdout.on('data', (bytes: Buffer) => {
      if (stdout.length + bytes.length > maxBytes) end('size');
      else stdout = Buffer.concat([stdout, bytes]);
    });
    child.stderr.on('data', (bytes: Buffer) => {
      stderr = Buffer.concat([stderr, bytes]).subarray(-MAX_STDERR_BYTES);
    });
    child.once('error', error => {
      endedBy = 'failure';
      stderr = Buffer.from(error.message);
    });
    child.once('close', status => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      running.delete(child);
      resolve({ status, endedBy, stdout: stdout.toString(), stderr: stderr.toString() });
    });
  });
}

/** Ends a process with all that it has started. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Windows has no process groups. A process that has ended already is left alone.
    child.kill('SIGKILL');
  }
}

function withoutSecrets(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !isSecretVariable(name)));
}
