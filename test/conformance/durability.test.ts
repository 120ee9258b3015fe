import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Home } from '../../sdk/local/dist/home.js';
import { crashSoak } from '../soak/crash-soak.js';
import { cli, run, startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { WireClient } from './wire-client.js';

/** Guarantees that hold even if the server crashes while jobs run. */
describe('the local workspace when things go wrong', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(() => workspace.stop());

  const serverPid = () =>
    (JSON.parse(readFileSync(join(workspace.home, 'service.json'), 'utf8')) as { pid: number }).pid;
  const crash = async () => {
    const pid = serverPid();
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), 10_000);
  };
  const restart = async () => {
    expect((await workspace.carry('up')).code).toBe(0);
  };
  const marker = (text: string) =>
    Number(execFileSync('sh', ['-c', `pgrep -fc "[s]leep ${text}" || true`]).toString());

  it('adopts a job that kept running during a crash, and records its exit code', async () => {
    const name = await wire.submit(
      'for i in 1 2 3 4 5 6; do echo line $i; sleep 0.5; done; exit 7'
    );
    await wire.until(name, ['Running']);
    await crash();
    await restart();
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Failed');
    const details = await wire.details(name);
    expect(details.error?.error.message).toContain('exit code 7');
    expect((await wire.log(name)).match(/^line \d$/gm)).toHaveLength(6);
  });

  it('records the result of a job that ended while no server was running', async () => {
    const name = await wire.submit('sleep 1; echo done > outputs/x');
    await wire.until(name, ['Running']);
    await crash();
    await new Promise(resolve => setTimeout(resolve, 2_000));
    await restart();
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Completed');
    const { endTimeUtc, startTimeUtc } = await wire.details(name);
    expect(Date.parse(endTimeUtc!) - Date.parse(startTimeUtc!)).toBeLessThan(2_000);
  });

  it('keeps everything that it acknowledged and runs no job twice when it crashes at random moments', async () => {
    const { faults, ...figures } = await crashSoak({ kills: 5, jobs: 20, blobs: 20, seed: 1 });
    expect(faults).toEqual([]);
    expect(figures).toMatchObject({ kills: 5, jobs: 20, blobs: 20 });
  });

  it('stores each metric once that a job logs with MLflow’s client while the server crashes', async () => {
    const name = await wire.submit(
      `python -c "
import mlflow, time
for i in range(60):
    mlflow.log_metric('m', i * 1.5, step=i)
    mlflow.log_param(f'p{i}', i)
    time.sleep(0.1)
"`
    );
    const history = async () => {
      const { body } = await wire.send(
        'GET',
        `/mlflow/v2.0${wire.path}/api/2.0/mlflow/metrics/get-history?run_id=${name}&metric_key=m`
      );
      const { metrics = [] } = JSON.parse(body) as { metrics?: { step: number; value: number }[] };
      return metrics.map(({ step, value }) => `${step}: ${value}`);
    };
    for (const reached of [5, 20, 40]) {
      await vi.waitFor(
        async () => expect((await history()).length).toBeGreaterThan(reached),
        30_000
      );
      const acknowledged = await history();
      await crash();
      await restart();
      expect(await history()).toEqual(expect.arrayContaining(acknowledged));
    }
    expect(await wire.until(name, ['Completed', 'Failed'], 60_000)).toBe('Completed');
    expect(await history()).toEqual(Array.from({ length: 60 }, (_, i) => `${i}: ${i * 1.5}`));
  });

  it('continues a pipeline after a crash', async () => {
    await wire.put('/components/slow/versions/1', {
      properties: {
        componentSpec: {
          type: 'command',
          // The steps are identical, but each of them must run.
          is_deterministic: false,
          command: 'sleep 1; $[[cat ${{inputs.from}}/n;]] echo ran >> ${{outputs.to}}/n',
          environment: 'azureml:carry-notebook@latest',
          inputs: { from: { type: 'uri_folder', optional: true } },
          outputs: { to: { type: 'uri_folder' } }
        }
      }
    });
    const reads = (step: string) => ({ from: { value: `\${{parent.jobs.${step}.outputs.to}}` } });
    const name = `pipeline-${randomUUID()}`;
    await wire.put(`/jobs/${name}`, {
      properties: {
        jobType: 'Pipeline',
        jobs: {
          a: { componentId: 'azureml:slow:1' },
          b: { componentId: 'azureml:slow:1', inputs: reads('a') },
          c: { componentId: 'azureml:slow:1', inputs: reads('b') }
        }
      }
    });
    for (let round = 0; round < 3; round++) {
      await crash();
      await new Promise(resolve => setTimeout(resolve, 700 * round));
      await restart();
    }
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Completed');
    const log = await wire.log(name, 'logs/azureml/executionlogs.txt');
    expect(log.split('\n').filter(line => line.includes(' starts as job '))).toHaveLength(3);
    expect(log).toContain('The pipeline is Completed.');
  });

  it('continues a sweep after a crash, and runs no trial twice', async () => {
    const name = `sweep-${randomUUID()}`;
    await wire.put(`/jobs/${name}`, {
      properties: {
        jobType: 'Sweep',
        trial: {
          command: 'echo ran ${{search_space.x}}; sleep 1',
          environmentId: 'azureml:carry-notebook@latest'
        },
        searchSpace: { x: ['choice', [[1, 2, 3, 4, 5, 6]]] },
        samplingAlgorithm: { samplingAlgorithmType: 'Grid' },
        objective: { primaryMetric: 'm', goal: 'Minimize' },
        computeId: 'azureml:cpu',
        limits: { jobLimitsType: 'Sweep', maxConcurrentTrials: 2 }
      }
    });
    expect(await wire.get(`/jobs/${name}`)).toMatchObject({
      properties: { computeId: `${wire.path}/computes/cpu` }
    });
    for (let round = 0; round < 4; round++) {
      await crash();
      await new Promise(resolve => setTimeout(resolve, 400 * round));
      await restart();
    }
    expect(await wire.until(name, ['Completed', 'Failed'], 60_000)).toBe('Completed');
    const logs = await Promise.all([0, 1, 2, 3, 4, 5].map(i => wire.log(`${name}_${i}`)));
    const output = logs.map(log => log.replaceAll(/^\[environment\] .*\n/gm, ''));
    expect(output).toEqual([1, 2, 3, 4, 5, 6].map(x => `ran ${x}\n`));
  });

  it('ends a job whose leader was killed, with everything it had started', async () => {
    const seconds = 600 + Math.floor(Math.random() * 100_000);
    const name = await wire.submit(`setsid sleep ${seconds} & sleep ${seconds}`);
    await wire.until(name, ['Running']);
    await vi.waitFor(() => expect(marker(String(seconds))).toBe(2), 10_000);
    process.kill(
      Number(readFileSync(join(workspace.home, 'jobs', name, 'pid'), 'utf8')),
      'SIGKILL'
    );
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Failed');
    expect((await wire.details(name)).error?.error.message).toContain('ended without an exit code');
    await vi.waitFor(() => expect(marker(String(seconds))).toBe(0), 10_000);
  });

  it.each([
    ['is the command’s own matter', '|| echo went on', 'Completed'],
    ['fails the job when it fails the command', '', 'Failed']
  ])('a grandchild that was killed %s', async (_what, otherwise, status) => {
    const seconds = 600 + Math.floor(Math.random() * 100_000);
    const name = await wire.submit(`sh -c 'sleep ${seconds}; exit $?' ${otherwise}`);
    await vi.waitFor(() => expect(marker(`${seconds}$`)).toBe(1), 15_000);
    execFileSync('pkill', ['-KILL', '-fx', `sleep ${seconds}`]);
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe(status);
    if (status === 'Completed') expect(await wire.log(name)).toContain('went on');
    else expect((await wire.details(name)).error?.error.message).toContain('ended by SIGKILL');
  });

  it('leaves no grandchild behind when a job is cancelled', async () => {
    const seconds = 600 + Math.floor(Math.random() * 100_000);
    const name = await wire.submit(
      `(setsid sh -c "trap '' TERM; sleep ${seconds} & wait; sleep ${seconds}") & wait`
    );
    await vi.waitFor(() => expect(marker(String(seconds))).toBeGreaterThan(0), 15_000);
    await wire.post(`/jobs/${name}/cancel`);
    expect(await wire.until(name, ['Canceled', 'Failed', 'Completed'])).toBe('Canceled');
    expect(marker(String(seconds))).toBe(0);
  });

  it('stops a job at its time limit and says so', async () => {
    const name = await wire.submit('sleep 600', {
      limits: { jobLimitsType: 'Command', timeout: 'PT1S' }
    });
    expect(await wire.until(name, ['Failed', 'Completed'])).toBe('Failed');
    expect((await wire.details(name)).error?.error).toMatchObject({ code: 'JobTimeout' });
  });

  it('says why a queued job waits', async () => {
    const compute = await wire.get<{
      properties: { properties: { scaleSettings: { maxNodeCount: number } } };
    }>('/computes/cpu');
    const slots = compute.properties.properties.scaleSettings.maxNodeCount;
    const busy = await Promise.all(Array.from({ length: slots }, () => wire.submit('sleep 600')));
    const name = await wire.submit('true');
    expect((await wire.details(name)).warnings?.[0]?.message).toBe(
      `Waits for a free slot on 'cpu': ${slots} running, 0 queued before it.`
    );
    for (const job of busy) await wire.post(`/jobs/${job}/cancel`);
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Completed');
  });

  it('keeps acknowledged jobs, assets and blobs during a crash', async () => {
    const name = `data-${randomUUID()}`;
    await wire.put(`/data/${name}/versions/1`, {
      properties: { dataType: 'uri_file', dataUri: 'https://x/y' }
    });
    const job = await wire.submit('true');
    await crash();
    await restart();
    expect(await wire.get(`/data/${name}/versions/1`)).toMatchObject({ name: '1' });
    expect(await wire.until(job, ['Completed', 'Failed'])).toBe('Completed');
  });

  it('keeps endpoints, their keys and their running operations during a crash', async () => {
    const put = (path: string, properties: object) =>
      wire.send(
        'PUT',
        `${wire.path}/onlineEndpoints/kept${path}`,
        {},
        JSON.stringify({ location: 'local', properties })
      );
    await put('', { authMode: 'Key' });
    await put('/deployments/blue', { endpointComputeType: 'Managed' });
    const routed = await put('', { authMode: 'Key', traffic: { blue: 100 } });
    const keys = await wire.post('/onlineEndpoints/kept/listKeys');
    await crash();
    await restart();
    expect((await wire.post('/onlineEndpoints/kept/listKeys')).body).toBe(keys.body);
    expect(await wire.get('/onlineEndpoints/kept')).toMatchObject({
      properties: { traffic: { blue: 100 } }
    });
    const { pathname } = new URL(String(routed.headers['azure-asyncoperation']));
    expect(JSON.parse((await wire.send('GET', pathname)).body)).toMatchObject({
      status: 'Succeeded'
    });
  });

  it('refuses a second server on the same home with a sentence', async () => {
    const second = await workspace.run('node', ['sdk/local/dist/main.js']);
    expect(second.code).toBe(3);
    expect(second.stderr).toMatch(/^Another local workspace already runs on .*carry down/);
  });

  it('starts once when two start it at the same time', async () => {
    expect((await workspace.carry('down')).code).toBe(0);
    const both = await Promise.all([workspace.carry('up'), workspace.carry('up')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both[0].stdout).toBe(both[1].stdout);
  });

  it('is found again when its record was damaged while it runs', async () => {
    const pid = serverPid();
    for (const damage of ['', '{"pid":', '{"pid":0}']) {
      writeFileSync(join(workspace.home, 'service.json'), damage);
      expect((await workspace.carry('up')).stdout).toContain(`(process ${pid})`);
    }
  });

  it('keeps its whole state in the database file while it is idle, and after a stop', async () => {
    const name = `data-${randomUUID()}`;
    await wire.put(`/data/${name}/versions/1`, {
      properties: { dataType: 'uri_file', dataUri: 'https://x/y' }
    });
    const copy = join(mkdtempSync(join(tmpdir(), 'carry-copy-')), 'state.db');
    const inFile = () => {
      copyFileSync(join(workspace.home, 'state.db'), copy);
      const db = new Database(copy);
      const row = db.prepare('SELECT 1 FROM assets WHERE name = ?').get(name);
      db.close();
      return row !== undefined;
    };
    await vi.waitFor(() => expect(inFile()).toBe(true), { timeout: 20_000, interval: 500 });
    expect((await workspace.carry('down')).code).toBe(0);
    expect(statSync(join(workspace.home, 'state.db-wal')).size).toBe(0);
    expect(inFile()).toBe(true);
    await restart();
  });

  it('has no file that the list of its files does not name', async () => {
    await crash();
    await restart();
    const listed = new Home(workspace.home).entries.map(({ path }) => path);
    const tls = join(workspace.home, 'tls');
    const found = [...readdirSync(workspace.home), ...readdirSync(tls).map(each => `tls/${each}`)];
    expect(listed).toEqual(expect.arrayContaining(found.map(each => join(workspace.home, each))));
  });

  it('is backed up while it runs, and restored elsewhere', async () => {
    const job = await wire.submit('echo kept > outputs/x');
    expect(await wire.until(job, ['Completed', 'Failed'])).toBe('Completed');
    const folder = mkdtempSync(join(tmpdir(), 'carry-restored-'));
    const file = join(folder, 'backup.tar');
    const made = await workspace.carry('backup', file);
    expect(made.stderr).toBe('');
    expect(made.stdout).toContain("It contains the workspace's secret");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const home = join(folder, 'home');
    const elsewhere = { ...workspace.environment, CARRY_HOME: home };
    const carry = (...args: string[]) => run(process.execPath, [cli, ...args], elsewhere);
    expect(await carry('restore', file)).toMatchObject({ code: 0 });
    const other = await startLocalWorkspace({}, home);
    const restored = new WireClient(other);
    expect(await restored.until(job, ['Completed', 'Failed'])).toBe('Completed');
    expect(await restored.log(job)).toBe(await wire.log(job));
    expect((await other.carry('doctor')).code).toBe(0);
    await other.stop();
    expect((await carry('restore', join(folder, 'none'))).stderr).toMatch(
      /^carry: There is no file/
    );
  });

  it('says in a sentence why it does not start on a damaged home', async () => {
    expect((await workspace.carry('down')).code).toBe(0);
    const database = join(workspace.home, 'state.db');
    const whole = readFileSync(database);
    writeFileSync(database, '');
    const { code, stderr } = await workspace.carry('up');
    writeFileSync(database, whole);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^carry: The local workspace did not start: The database .* is empty, but/
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
    await restart();
  });

  it('keeps its secret and its folder to its owner', () => {
    expect(statSync(join(workspace.home, 'secret')).mode & 0o077).toBe(0);
    expect(statSync(workspace.home).mode & 0o077).toBe(0);
    expect(statSync(join(workspace.home, 'tls', 'server.key')).mode & 0o077).toBe(0);
  });
});
