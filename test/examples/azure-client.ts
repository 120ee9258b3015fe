import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { join } from 'node:path';
import { root } from '../conformance/local-workspace.js';

const python = join(root, 'test/.venv/bin/python');
const program = join(root, 'test/examples/client.py');

/** What the client said: the name of what it created, or its error. */
export type ClientResponse = { name: string } | { error: string; type: string };

/** The unmodified azure-ai-ml client in a process of its own, which is started again after a call that took too long. */
export class AzureClient {
  private child: ChildProcess | undefined;
  private lines: Interface | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly environment: Record<string, string>,
    private readonly log: string,
    private readonly limitMs: number
  ) {}

  /** Calls one operation of the client; calls wait for each other. */
  call(request: { do: string } & Record<string, unknown>): Promise<ClientResponse> {
    const response = this.last.then(() => this.callNow(request));
    this.last = response;
    return response;
  }

  private async callNow(
    request: { do: string } & Record<string, unknown>
  ): Promise<ClientResponse> {
    const child = (this.child ??= this.start());
    const answered = new Promise<ClientResponse>(resolve => {
      this.lines!.once('line', line => {
        resolve(JSON.parse(line) as ClientResponse);
      });
      child.once('exit', code => {
        this.child = undefined;
        resolve({ error: `The client ended with exit code ${code}.`, type: 'Exit' });
      });
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<ClientResponse>(resolve => {
      timer = setTimeout(() => {
        this.stop();
        const seconds = this.limitMs / 1000;
        resolve({ error: `The client did not end within ${seconds} s.`, type: 'Timeout' });
      }, this.limitMs);
    });
    child.stdin!.write(`${JSON.stringify(request)}\n`);
    const response = await Promise.race([answered, late]);
    clearTimeout(timer);
    this.lines?.removeAllListeners('line');
    child.removeAllListeners('exit');
    return response;
  }

  stop(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private start(): ChildProcess {
    const child = spawn(python, ['-W', 'ignore', program], {
      env: this.environment,
      stdio: ['pipe', 'pipe', 'pipe']
    });
    child.stderr.pipe(createWriteStream(this.log, { flags: 'a' }));
    this.lines = createInterface({ input: child.stdout });
    return child;
  }
}
