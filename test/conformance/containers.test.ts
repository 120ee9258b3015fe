import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine, realEngine, type TestEngine } from './container-engines.js';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { WireClient } from './wire-client.js';

const ENDED = ['Completed', 'Failed', 'Canceled'];
const real = realEngine();
const engines: [string, TestEngine][] = [['a stand-in of Docker', fakeEngine()]];
if ('title' in real) engines.push([`this machine's ${real.title}`, real]);

describe.each(engines)('a job in a container, with %s', { timeout: 120_000 }, (_, engine) => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  beforeAll(async () => {
    const PATH = [engine.path, process.env.PATH].join(delimiter);
    workspace = await startLocalWorkspace({ CARRY_ENVIRONMENTS: 'containers', PATH });
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(async () => {
    await workspace.stop();
    engine.close();
  });

  const environment = async (properties: object) => {
    const id = `/environments/${randomUUID()}/versions/1`;
    await wire.put(id, { properties });
    return wire.path + id;
  };
  const start = async (command: string, more: object = {}) =>
    wire.submit(command, { environmentId: await environment({ image: engine.image }), ...more });
  const run = async (command: string, more: object = {}) => {
    const name = await start(command, more);
    return { name, status: await wire.until(name, ENDED, 60_000), log: await wire.log(name) };
  };
  const errorOf = async (name: string) => (await wire.details(name)).error?.error.message ?? '';
  const containersOf = (job: string) => engine.containers().filter(each => each.includes(job));
  const upload = async (files: Record<string, string>) => {
    const { body } = await wire.post(`/codes/${randomUUID()}/versions/1/startPendingUpload`);
    const { blobReferenceForConsumption: to } = JSON.parse(body) as {
      blobReferenceForConsumption: { blobUri: string; credential: { sasUri: string } };
    };
    const [blob, sas] = to.credential.sasUri.split('?');
    for (const [name, text] of Object.entries(files)) {
      const headers = { authorization: '', 'x-ms-blob-type': 'BlockBlob' };
      const at = `${blob}/context/${encodeURIComponent(name)}?${sas}`;
      expect((await wire.send('PUT', at, headers, text)).status).toBe(201);
    }
    return `${to.blobUri}/context`;
  };

  it('says image and engine first, and gets every variable as it is', async () => {
    const { log, status } = await run('env; echo "[$TEXT]"; echo "[$EMPTY]"', {
      environmentVariables: { TEXT: `a 'b' "c" $d\n#e\\ `, EMPTY: '', 'my.name': 'x y' }
    });
    expect(status).toBe('Completed');
    expect(log.split('\n')[0]).toContain(
      `runs in the image '${engine.image}' with ${engine.title}`
    );
    expect(log).toContain(`[a 'b' "c" $d\n#e\\ ]\n[]\n`);
    expect(log).toMatch(/^MLFLOW_TRACKING_URI=https:\/\/127\.0\.0\.1/m);
    expect(log).not.toMatch(/^VIRTUAL_ENV=/m);
  });

  it('is named after its job, on the network of this machine', async ({ skip }) => {
    skip(engine === real, 'only the stand-in records how it was called');
    const { name } = await run('true', { resources: { shmSize: '512m' } });
    const line = engine
      .runs()
      .find(each => each.includes(name))
      ?.split('\n');
    expect(line).toEqual(expect.arrayContaining(['--rm', '--init', `carry.job=${name}`, 'host']));
    expect(line?.join(' ')).toContain(`--user ${process.getuid?.()}:${process.getgid?.()}`);
    expect(line?.join(' ')).toContain('--shm-size 512m');
  });

  it('has its inputs, outputs and working folder under the same paths', async () => {
    const uri = await upload({ 'a, "b".txt': 'data' });
    const { log, name, status } = await run(
      'cat ${{inputs.given}}/*.txt; echo made > ${{outputs.made}}/x; echo kept > outputs/y; cat "$AZURE_ML_OUTPUT_made/x"',
      {
        inputs: { given: { jobInputType: 'uri_folder', uri } },
        outputs: { made: { jobOutputType: 'uri_folder' } }
      }
    );
    expect(log).toMatch(/datamade\n$/);
    expect(status).toBe('Completed');
    expect(
      (
        await wire.send('GET', (await wire.details(name)).logFiles['user_logs/std_log.txt']!, {
          authorization: ''
        })
      ).status
    ).toBe(200);
    const outputs = readdirSync(join(workspace.home, 'blobs'), {
      recursive: true,
      encoding: 'utf8'
    });
    const kept = outputs.find(path => path.includes(name) && path.endsWith('outputs/y'));
    expect(statSync(join(workspace.home, 'blobs', kept ?? 'none')).uid).toBe(process.getuid?.());
  });

  it('shows no value of a variable in the list of processes', async () => {
    const name = await start('echo begun; sleep 60', {
      environmentVariables: { API_KEY: 'very-secret', 'my.key': 'very-secret' }
    });
    await vi.waitFor(async () => expect(await wire.log(name)).toContain('begun'), 30_000);
    const lines = commandLines();
    expect(lines.some(line => line.includes(`carry-${name}`))).toBe(true);
    expect(lines.filter(line => line.includes('very-secret'))).toEqual([]);
    await wire.post(`/jobs/${name}/cancel`);
    await wire.until(name, ENDED);
  });

  it('is removed when it is canceled, also if it ignores that', async () => {
    const name = await start('trap "" TERM; echo begun; while :; do sleep 1; done');
    await vi.waitFor(async () => expect(await wire.log(name)).toContain('begun'), 30_000);
    expect(containersOf(name)).toHaveLength(1);
    await wire.post(`/jobs/${name}/cancel`);
    expect(await wire.until(name, ENDED)).toBe('Canceled');
    expect(containersOf(name)).toEqual([]);
  });

  it('is removed when its leader is killed', async () => {
    const name = await start('echo begun; sleep 300');
    await vi.waitFor(async () => expect(await wire.log(name)).toContain('begun'), 30_000);
    const pid = readFileSync(join(workspace.home, 'jobs', name, 'pid'), 'utf8');
    process.kill(Number(pid), 'SIGKILL');
    expect(await wire.until(name, ENDED)).toBe('Failed');
    expect(containersOf(name)).toEqual([]);
  });

  it('continues while the workspace restarts', async () => {
    const name = await start('echo begun; sleep 4; echo done; exit 3');
    await vi.waitFor(async () => expect(await wire.log(name)).toContain('begun'), 30_000);
    await workspace.carry('down');
    await workspace.carry('up');
    expect(await wire.until(name, ENDED)).toBe('Failed');
    expect(await wire.log(name)).toContain('done');
    expect(await errorOf(name)).toContain('exit code 3');
    expect(containersOf(name)).toEqual([]);
  });

  it('runs the step of a pipeline', async () => {
    const [component, name] = [`/components/${randomUUID()}/versions/1`, `pipe-${randomUUID()}`];
    const componentSpec = {
      ...{ name: 'c', version: '1', type: 'command' },
      // A job without a container has this variable.
      command: 'test -z "$npm_config_prefix"',
      environment: await environment({ image: engine.image })
    };
    await wire.put(component, { properties: { componentSpec } });
    const jobs = { step: { type: 'command', componentId: wire.path + component } };
    const settings = { default_compute: 'cpu' };
    await wire.put(`/jobs/${name}`, { properties: { jobType: 'Pipeline', settings, jobs } });
    expect(await wire.until(name, ENDED, 60_000)).toBe('Completed');
  });

  it('fails with the reason where the image cannot be pulled', async () => {
    const environmentId = await environment({ image: 'registry.invalid/none:1' });
    const { name, status } = await run('true', { environmentId });
    expect(status).toBe('Failed');
    expect(await errorOf(name)).toContain("could not pull the image 'registry.invalid/none:1'");
  });

  it('refuses a name that is an option, and a distribution', async () => {
    const environmentId = await environment({ image: '--privileged' });
    expect(await errorOf((await run('true', { environmentId })).name)).toContain(
      'is not the name of an image'
    );
    const distribution = { distributionType: 'PyTorch', processCountPerInstance: 2 };
    const { name } = await run('true', { distribution });
    expect(await errorOf(name)).toContain('does not run in containers');
  });

  it('runs what names no image on this machine', async () => {
    const environmentId = 'azureml:carry-notebook@latest';
    expect((await run('echo here', { environmentId })).log).toMatch(
      /^\[environment\] carry-notebook:\d+: .*own Python.*\nhere\n$/
    );
  });

  describe('which really runs', () => {
    beforeEach(({ skip }) => {
      const because = 'reason' in real ? real.reason : 'the tests of the real engine show it';
      skip(engine !== real, `a stand-in has no images, and ${because}`);
    });

    it('has the files of the image, and the owner of this process', async () => {
      const { log } = await run('cat /etc/carry-image; id -u');
      expect(log).toMatch(new RegExp(`the image\n${process.getuid?.()}\n$`));
    });

    it('cannot change an input', async () => {
      const uri = await upload({ 'f.txt': 'data' });
      const { log, status } = await run('echo x > ${{inputs.given}}/f.txt', {
        inputs: { given: { jobInputType: 'uri_folder', uri } }
      });
      expect(log).toContain('Read-only file system');
      expect(status).toBe('Failed');
    });

    it('has an image that is built from a Dockerfile once', async () => {
      const contextUri = await upload({
        Dockerfile: `FROM ${engine.image}\nCOPY more.txt /etc/more\nENV FROM_IMAGE=yes\n`,
        'more.txt': randomUUID()
      });
      const environmentId = await environment({
        build: { contextUri, dockerfilePath: 'Dockerfile' }
      });
      const first = await run('cat /etc/more; echo; echo "$FROM_IMAGE"', { environmentId });
      expect(first.log).toMatch(/built in [\d.]+ s\.\n[\w-]{36}\nyes\n$/);
      expect((await run('true', { environmentId })).log).toContain('built before');
    });

    it('has the packages of a conda file in the image', async () => {
      const condaFile = 'dependencies: [numpy]\n';
      const environmentId = await environment({ image: engine.image, condaFile });
      const { log } = await run('cat "$CONDA_PREFIX/installed.yml"; echo "$PATH"', {
        environmentId
      });
      expect(log).toContain('The packages of its conda file were added to the image');
      expect(log).toMatch(/\ndependencies: \[numpy\]\n\/azureml-environment\/env\/bin:/);
    });

    it('says why a Dockerfile fails', async () => {
      const contextUri = await upload({ Dockerfile: `FROM ${engine.image}\nRUN exit 7\n` });
      const environmentId = await environment({
        build: { contextUri, dockerfilePath: 'Dockerfile' }
      });
      const { name, status } = await run('true', { environmentId });
      expect(status).toBe('Failed');
      expect(await errorOf(name)).toContain('could not build the image');
    });
  });
});

/** The command lines of all processes of this machine. */
function commandLines(): string[] {
  if (process.platform !== 'linux')
    return execFileSync('ps', ['-axww', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        // It ended after the listing.
        return '';
      }
    });
}
