import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LocalWorkspace } from '../conformance/local-workspace.js';

const main = fileURLToPath(new URL('../../sdk/local/dist/main.js', import.meta.url));

/** The server process of a workspace, to be killed and started again. */
export class Server {
  constructor(private readonly workspace: LocalWorkspace) {}

  get pid(): number {
    return this.record.pid;
  }

  /** `kill -9`; resolves when the process is gone. */
  async crash(): Promise<void> {
    const { pid } = this;
    process.kill(pid, 'SIGKILL');
    while (isProcess(pid)) await delay(5);
  }

  async restart(): Promise<void> {
    const { port } = this.record;
    const { code, stderr } = await this.workspace.carry('up');
    if (code !== 0) throw new Error(`carry up ended with ${code}: ${stderr}`);
    // Another program may have taken the port in the meantime.
    for (const [name, value] of Object.entries(this.workspace.environment))
      this.workspace.environment[name] = value.replace(`:${port}/`, `:${this.record.port}/`);
  }

  /** Starts a server and kills it while it recovers the state of the previous one. */
  async crashWhileStarting(after: number): Promise<void> {
    const server = spawn(process.execPath, [main], {
      env: { ...this.workspace.environment },
      stdio: 'ignore'
    });
    await delay(after);
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  }

  private get record(): { pid: number; port: number } {
    const path = join(this.workspace.home, 'service.json');
    if (!existsSync(path)) throw new Error(`${path} is not there.`);
    return JSON.parse(readFileSync(path, 'utf8')) as { pid: number; port: number };
  }
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
