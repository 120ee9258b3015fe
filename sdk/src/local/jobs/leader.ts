import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The shell script that leads a job's process group. It outlives the server, claims the job so that it never runs twice, and writes the
 * exit code down where a restarted server finds it. `$1` is the log file.
 *
 * A caught signal interrupts `wait`; the loop waits again until the child has really ended.
 */
const script = `#!/bin/sh
mkdir started 2>/dev/null || exit 0
echo $$ > pid.new && mv pid.new pid
trap : TERM INT HUP
shell=$(command -v bash || command -v sh)
( cd work && exec "$shell" ../command.sh ) >> "$1" 2>&1 < /dev/null &
child=$!
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
echo "$code" > exit.new && mv exit.new exit
`;

/** How a job's leader ended. */
export interface Exit {
  code: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** The leader of one job, seen through the files it leaves in the job's folder. */
export class Leader {
  constructor(private readonly folder: string) {}

  /** Writes the scripts. Nothing runs yet. */
  prepare(command: string): void {
    writeFileSync(join(this.folder, 'command.sh'), `${command}\n`, { mode: 0o600 });
    writeFileSync(join(this.folder, 'leader.sh'), script, { mode: 0o600 });
  }

  /** Starts the process group; resolves with its pid once it runs. `onExit` tells a server that is still there. */
  async start(
    log: string,
    environment: Record<string, string>,
    onExit: () => void
  ): Promise<number> {
    const child = spawn('/bin/sh', ['leader.sh', log], {
      cwd: this.folder,
      env: environment,
      detached: true,
      stdio: 'ignore'
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => {
        resolve(child.pid as number);
      });
    });
    child.once('exit', onExit);
    child.unref();
    return pid;
  }

  /** True when the job was started at some time, by whichever server. */
  get wasStarted(): boolean {
    return existsSync(join(this.folder, 'started'));
  }

  get pid(): number | undefined {
    const path = join(this.folder, 'pid');
    return existsSync(path) ? Number(readFileSync(path, 'utf8')) : undefined;
  }

  get exit(): Exit | undefined {
    const path = join(this.folder, 'exit');
    if (!existsSync(path)) return undefined;
    return { code: Number(readFileSync(path, 'utf8')), at: statSync(path).mtimeMs };
  }
}
