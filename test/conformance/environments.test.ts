import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { reachesPyPI } from './pypi.js';
import { WireClient } from './wire-client.js';

/** A package that is built without any tool, so that it needs no network. */
const packageFiles = (build: string) => ({
  'pkg/pyproject.toml':
    '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n[project]\nname = "hello-carry"\nversion = "1.0"\n',
  'pkg/backend.py': `import os, time, zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    ${build}
    name = "hello_carry-1.0-py3-none-any.whl"
    info = "hello_carry-1.0.dist-info/"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr("hello_carry.py", "print('hello from the package')")
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: hello-carry\\nVersion: 1.0\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return name
`
});

/** A package whose modules another one has too. */
const overlapping = (name: string) => ({
  [`${name}/pyproject.toml`]: `[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n[project]\nname = "${name}"\nversion = "1.0"\n`,
  [`${name}/backend.py`]: `import base64, hashlib, os, zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    info = "${name}-1.0.dist-info/"
    texts = {f"shared/m{i}.py": f"of = '${name}' # {i}" for i in range(3)}
    texts[info + "METADATA"] = "Metadata-Version: 2.1\\nName: ${name}\\nVersion: 1.0\\n"
    texts[info + "WHEEL"] = "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    record = ""
    with zipfile.ZipFile(os.path.join(folder, "${name}-1.0-py3-none-any.whl"), "w") as wheel:
        for path, text in texts.items():
            wheel.writestr(path, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
            record += f"{path},sha256={digest},{len(text)}\\n"
        wheel.writestr(info + "RECORD", record + info + "RECORD,,\\n")
    return "${name}-1.0-py3-none-any.whl"
`
});

describe('the environment of a job', { timeout: 180_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  beforeAll(async () => {
    // Without a network, uv takes what it has in its cache, and fails at once otherwise.
    workspace = await startLocalWorkspace({ CARRY_JOB_VARIABLES: 'UV_OFFLINE', UV_OFFLINE: '1' });
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(() => workspace.stop());

  const environment = async (properties: object) => {
    const id = `/environments/${randomUUID()}/versions/1`;
    await wire.put(id, { properties });
    return wire.path + id;
  };
  const upload = async (files: Record<string, string>) => {
    const { body } = await wire.post(`/codes/${randomUUID()}/versions/1/startPendingUpload`);
    const { blobReferenceForConsumption: to } = JSON.parse(body) as {
      blobReferenceForConsumption: { blobUri: string; credential: { sasUri: string } };
    };
    const [blob, sas] = to.credential.sasUri.split('?');
    for (const [name, text] of Object.entries(files)) {
      const headers = { authorization: '', 'x-ms-blob-type': 'BlockBlob' };
      const sent = await wire.send('PUT', `${blob}/context/${name}?${sas}`, headers, text);
      expect(sent.status).toBe(201);
    }
    return `${to.blobUri}/context`;
  };
  const context = async (files: Record<string, string>) =>
    environment({ build: { contextUri: await upload(files), dockerfilePath: 'Dockerfile' } });
  const run = async (environmentId: string, command: string) => {
    const name = await wire.submit(command, { environmentId });
    return { name, status: await wire.until(name, ['Completed', 'Failed', 'Canceled']) };
  };
  const factsOf = async (job: string) =>
    (await wire.get<{ properties: { properties: Record<string, string> } }>(`/jobs/${job}`))
      .properties.properties;
  const built = () => {
    const folder = join(workspace.home, 'environments');
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it('is built from a Dockerfile and its files, once, and says what it is', async () => {
    const id = await context({
      ...packageFiles('pass'),
      Dockerfile:
        'FROM ubuntu:24.04\nENV GREETING="from the image"\nRUN apt-get install -y cowsay\nCOPY pkg /src/pkg\nRUN pip install /src/pkg\n'
    });
    const before = built().length;
    const command = 'python -c "import hello_carry"; echo $GREETING';
    const jobs = await Promise.all([run(id, command), run(id, command)]);
    expect(jobs.map(job => job.status)).toEqual(['Completed', 'Completed']);
    expect(built()).toHaveLength(before + 1);
    const { name, status } = await run(id, command);
    expect(status).toBe('Completed');
    const lines = (await wire.log(name)).trimEnd().split('\n');
    expect(lines.slice(-2)).toEqual(['hello from the package', 'from the image']);
    expect(lines[0]).toMatch(
      /^\[environment\] .*: Python 3\.\d+\.\d+ and the packages .* built before/
    );
    expect(lines[1]).toBe(
      "[environment] Not honoured here: the image 'ubuntu:24.04'; the system packages cowsay."
    );
    expect((await factsOf(name))['carry.environment']).toContain('the system packages cowsay');
  });

  it('has the files of one package where two contain the same, as after pip', async () => {
    // pip installs those that require nothing from the end of the alphabet.
    const id = await context({
      ...overlapping('one'),
      ...overlapping('two'),
      Dockerfile: 'FROM x\nCOPY one one\nCOPY two two\nRUN pip install ./one ./two\n'
    });
    const code = 'from shared import m0, m1, m2; print(m0.of, m1.of, m2.of)';
    const { name } = await run(id, `python -c "${code}"`);
    const log = await wire.log(name);
    expect(log).toMatch(/\none one one\n$/);
    expect(log).toContain(
      'two 1.0 and one 1.0 contain the same files: those of one 1.0 are used, as after pip.'
    );
  });

  it("is this machine's own Python and Node when it names no packages", async () => {
    const before = built().length;
    const named = await run(`${wire.path}/environments/carry-notebook/versions/1`, 'echo hi');
    const image = await run(await environment({ image: 'ubuntu:24.04' }), 'echo hi');
    expect(await wire.log(named.name)).toMatch(
      /^\[environment\] carry-notebook:1: runs on .*own Python and Node, with the packages of .*\.\nhi\n$/
    );
    expect(await wire.log(image.name)).toMatch(
      /^\[environment\] .*own Python and Node.*\.\n.*'ubuntu:24\.04'\.\nhi\n$/
    );
    expect((await factsOf(named.name))['carry.environment']).toContain('own Python and Node');
    expect(built()).toHaveLength(before);
  });

  it('takes from its tags what an image would bring', async () => {
    const id = await environment({
      image: 'ubuntu:24.04',
      tags: { 'carry.variables.MODE': 'fast', 'carry.packages': 'no-such-package-of-carry==1' }
    });
    expect((await run(id, 'true')).status).toBe('Failed');
    const other = await environment({ image: 'x', tags: { 'carry.variables.MODE': 'fast' } });
    const { name } = await run(other, 'echo $MODE');
    expect(await wire.log(name)).toMatch(/\nfast\n$/);
  });

  it('that cannot be built fails the job with the last error and the log', async () => {
    const condaFile = 'dependencies:\n- pip:\n  - no-such-package-of-carry==1\n';
    const { name, status } = await run(await environment({ image: 'x', condaFile }), 'echo no');
    expect(status).toBe('Failed');
    const message = (await wire.details(name)).error?.error.message ?? '';
    expect(message).toMatch(/could not be built: .*no-such-package-of-carry/);
    const log = await wire.log(name);
    expect(log).toContain('# creates a virtual environment of Python');
    expect(log).not.toContain('\nno\n');
    expect((await wire.details(name)).logFiles).toHaveProperty(
      'azureml-logs/20_image_build_log.txt'
    );
  });

  it('of a registry that neither the workspace nor Azure has is refused', async () => {
    const environmentId = 'azureml://registries/nowhere/environments/x/versions/1';
    await expect(wire.submit('true', { environmentId })).rejects.toThrow(
      /^400 .*the registry 'nowhere', which this workspace does not have/
    );
  });

  it('that is unknown but of Azure runs on this machine, and says so', async () => {
    const { name, status } = await run('azureml:AzureML-never-heard-of@latest', 'echo hi');
    expect(status).toBe('Completed');
    expect(await wire.log(name)).toContain("Azure's environment 'AzureML-never-heard-of'");
  });

  describe('while it is built', () => {
    const slow = async () => {
      const marker = join(workspace.home, `building-${randomUUID()}`);
      const id = await context({
        ...packageFiles(
          `open(${JSON.stringify(marker)}, "a").write(f"{os.getpid()}\\n"); time.sleep(300)`
        ),
        Dockerfile: 'FROM x\nCOPY pkg pkg\nRUN pip install ./pkg\n'
      });
      const pids = () =>
        existsSync(marker) ? readFileSync(marker, 'utf8').trim().split('\n').map(Number) : [];
      const started = (count: number) =>
        vi.waitFor(() => expect(pids()).toHaveLength(count), { timeout: 60_000, interval: 50 });
      return { id, pids, started };
    };
    const isRunning = (pid: number) => {
      const { stdout } = spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' });
      return !/^(Z.*)?$/.test(stdout.trim());
    };

    it('the job is Preparing, says so, and can be canceled', async () => {
      const { id, pids, started } = await slow();
      const before = built().length;
      const name = await wire.submit('true', { environmentId: id });
      await started(1);
      expect(await wire.until(name, ['Preparing'])).toBe('Preparing');
      expect((await wire.details(name)).warnings?.[0]?.message).toMatch(
        /^Builds the environment: installs 1 package and their dependencies with uv \(\d+ s\)\.$/
      );
      await wire.post(`/jobs/${name}/cancel`);
      expect(await wire.until(name, ['Canceled', 'Failed', 'Completed'])).toBe('Canceled');
      await vi.waitFor(() => expect(pids().filter(isRunning)).toEqual([]), 10_000);
      await vi.waitFor(() => expect(built()).toHaveLength(before), 10_000);
    });

    it('a crash of the server leaves no half environment, and the job goes on', async () => {
      const { id, pids, started } = await slow();
      const before = built().length;
      const name = await wire.submit('true', { environmentId: id });
      await started(1);
      const { pid } = JSON.parse(readFileSync(join(workspace.home, 'service.json'), 'utf8')) as {
        pid: number;
      };
      process.kill(pid, 'SIGKILL');
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), 10_000);
      for (const left of pids().filter(isRunning)) process.kill(left, 'SIGKILL');
      expect((await workspace.carry('up')).code).toBe(0);
      await started(2);
      await vi.waitFor(() => expect(built()).toHaveLength(before + 1), 10_000);
      await wire.post(`/jobs/${name}/cancel`);
      expect(await wire.until(name, ['Canceled', 'Failed', 'Completed'])).toBe('Canceled');
    });
  });
});

describe('an environment of packages on PyPI', { timeout: 180_000 }, () => {
  const isReachable = reachesPyPI();
  beforeEach(({ skip }) => {
    skip(!isReachable, 'PyPI is not reachable, and the environment is built from it');
  });
  let workspace: LocalWorkspace;
  let wire: WireClient;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(() => workspace.stop());

  it('has them, and pip', async () => {
    const condaFile =
      'dependencies:\n- pip:\n  - tomli-w==1.0.0\n- no-such-conda-package-of-carry\n';
    await wire.put('/environments/toml/versions/1', { properties: { image: 'x', condaFile } });
    const name = await wire.submit(
      'python -c "import tomli_w; print(tomli_w.dumps(dict(a=1)))"; pip --version',
      { environmentId: `${wire.path}/environments/toml/versions/1` }
    );
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Completed');
    const log = await wire.log(name);
    expect(log).toContain('PyPI does not have the conda packages: no-such-conda-package-of-carry.');
    expect(log).toMatch(/\na = 1\n\npip \d+/);
  });
});
