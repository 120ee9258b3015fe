import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { train, type Adder } from '@carry-ml/adder';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const bin = here('../.venv/bin');
const python = join(bin, 'python');
const hasPython = existsSync(python);

const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  MLFLOW_DISABLE_TELEMETRY: 'true',
  MLFLOW_TRACKING_URI: '',
  PYTHONDONTWRITEBYTECODE: '1'
};

/** Runs a program of the test environment, and returns its output. */
async function run(args: string[], input = ''): Promise<string> {
  const child = spawn(python, args, { env });
  child.stdin.end(input);
  const [printed, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit')
  ]);
  expect(code, complaints).toBe(0);
  return printed.trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('a saved adder, to programs that know nothing of Carry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adder-mlflow-'));
  const model = join(folder, 'model');
  const client = join(folder, 'client.py');
  let adder: Adder | undefined;

  beforeEach(({ skip }) => {
    skip(!hasPython, `There is no ${python}; 'npm test' makes it.`);
  });
  beforeAll(async () => {
    if (!hasPython) return;
    adder = await train({ seed: 7, digits: 2, examples: 32_768 });
    await adder.save(model);
    const [, program] = /```python\n(.*)```/s.exec(readFileSync(join(model, 'README.md'), 'utf8'))!;
    writeFileSync(client, program!);
  }, 120_000);
  afterAll(() => {
    adder?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers all sums of two digits through mlflow.pyfunc as it does here', async () => {
    const sums = Array.from({ length: 10_000 }, (_, i) => `${Math.floor(i / 100)}+${i % 100}`);
    const script = here('predict_with_mlflow.py');
    const answers = await run([script, model, folder], sums.join('\n'));
    expect(answers.split('\n')).toEqual(adder?.add(sums));
  });

  it('is served by mlflow, adds 20+30 and refuses what does not fit its signature', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const args = ['-m', 'mlflow', 'models', 'serve', '-m', model, '-p', String(port)];
    // The server is a child of its command; a separate process group lets the test end both.
    const server = spawn(python, [...args, '--env-manager', 'local'], { env, detached: true });
    const said = Promise.all([text(server.stdout), text(server.stderr)]);
    const ended = once(server, 'exit');
    try {
      const ready = vi.waitFor(async () => expect((await fetch(`${url}/ping`)).status).toBe(200), {
        timeout: 120_000,
        interval: 500
      });
      const tooEarly = ended.then(async () => {
        throw new Error(`mlflow ended: ${(await said).join('\n')}`);
      });
      await Promise.race([ready, tooEarly]);
      expect(await run([client, '20+30', `${url}/invocations`])).toBe('50');
      const refused = await fetch(`${url}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ inputs: { question: [[[1, 2, 3]]] } })
      });
      expect(refused.status).toBe(400);
      expect(await refused.text()).toContain('(-1, -1, 12)');
    } finally {
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
      await ended;
    }
  });

  it('asks for the packages that these tests ran it with', () => {
    // Without the markers that choose older versions for older Pythons.
    const tested = readFileSync(here('../requirements.txt'), 'utf8')
      .split('\n')
      .map(line => line.split(';')[0]);
    const asked = readFileSync(join(model, 'requirements.txt'), 'utf8').trim().split('\n');
    expect(asked.length).toBeGreaterThan(0);
    for (const requirement of asked) expect(tested).toContain(requirement);
  });
});
