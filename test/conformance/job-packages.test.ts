import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { WireClient } from './wire-client.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Creates a virtual environment that has the packages and programs of the checkout's, which so stays as it is whatever the jobs do. Its
 * path is a link, as that of a moved environment may be.
 */
function createBase(folder: string): string {
  const checkout = join(root, '.venv');
  const real = join(folder, 'real');
  execFileSync(join(checkout, 'bin', 'python'), ['-m', 'venv', '--without-pip', real]);
  const site = (venv: string) =>
    join(venv, 'lib', readdirSync(join(venv, 'lib'))[0]!, 'site-packages');
  writeFileSync(
    join(site(real), 'checkout.pth'),
    `import site; site.addsitedir(${JSON.stringify(site(checkout))})\n`
  );
  for (const name of ['pip', 'mlflow', 'ipython', 'jupyter', 'jupyter-kernelspec', 'papermill']) {
    const script = readFileSync(join(checkout, 'bin', name), 'utf8');
    writeFileSync(
      join(real, 'bin', name),
      script.replace(/^#!.*/, `#!${join(real, 'bin', 'python')}`),
      { mode: 0o755 }
    );
  }
  symlinkSync(join(checkout, 'bin', 'uv'), join(real, 'bin', 'uv'));
  cpSync(join(checkout, 'share', 'jupyter', 'kernels'), join(real, 'share', 'jupyter', 'kernels'), {
    recursive: true
  });
  const link = join(folder, 'base');
  symlinkSync(real, link);
  return link;
}

/** Writes wheels and an npm package without any network: each package tells its version. */
function writePackages(folder: string, python: string): void {
  const wheel = `
import sys, zipfile
folder = sys.argv[1]
for name, version in (("carrytest", "1.0"), ("carrytest", "2.0"), ("mlflow", "0.0.1"), ("sharedtest", "1.0"), ("sharedtest", "0.1")):
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"__version__ = '{version}'\\ndef main(): print('{name}', __version__)\\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{info}/entry_points.txt": f"[console_scripts]\\n{name} = {name}:main\\n",
    }
    record = "".join(f"{f},,\\n" for f in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(f"{folder}/{name}-{version}-py3-none-any.whl", "w") as z:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            z.writestr(path, text)
`;
  execFileSync(python, ['-c', wheel, folder]);
  mkdirSync(join(folder, 'npm-one'));
  writeFileSync(
    join(folder, 'npm-one', 'package.json'),
    JSON.stringify({ name: 'npm-one', version: '1.0.0', main: 'index.js', bin: { one: 'bin.js' } })
  );
  writeFileSync(join(folder, 'npm-one', 'index.js'), 'module.exports = "one"');
  writeFileSync(join(folder, 'npm-one', 'bin.js'), '#!/usr/bin/env node\nconsole.log("bin one")');
}

describe('what a job installs', { timeout: 240_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  let packages: string;
  let venv: string;
  beforeAll(async () => {
    packages = mkdtempSync(join(tmpdir(), 'carry-packages-'));
    venv = createBase(packages);
    writePackages(packages, join(venv, 'bin', 'python'));
    execFileSync(join(venv, 'bin', 'pip'), [
      ...['install', '-q', '--no-index', '--no-deps'],
      join(packages, 'sharedtest-1.0-py3-none-any.whl')
    ]);
    workspace = await startLocalWorkspace({ VIRTUAL_ENV: venv });
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(async () => {
    await workspace.stop();
    rmSync(packages, { recursive: true, force: true });
  });

  /** Runs a command and returns the lines of its log that begin with `=`. */
  const run = async (...commands: string[]) => {
    const job = await wire.submit(['set -e', `cd . && P=${packages}`, ...commands].join('\n'));
    const state = await wire.until(job, ['Completed', 'Failed'], 120_000);
    const log = await wire.log(job);
    if (state !== 'Completed') throw new Error(log);
    return log.split('\n').flatMap(line => (line.startsWith('= ') ? [line.slice(2)] : []));
  };
  const installed = () => {
    const site = join(venv, 'lib', readdirSync(join(venv, 'lib'))[0]!, 'site-packages');
    return [
      readdirSync(site),
      readdirSync(join(venv, 'bin')),
      statSync(join(venv, 'bin/mlflow')).mtimeMs
    ];
  };
  const version = (name: string) =>
    `echo "= $(python -c 'import ${name}; print(${name}.__version__)')"`;

  it.each([
    ['pip', 'pip install -q --no-index --no-deps'],
    ['python -m pip', 'python -m pip install -q --no-index --no-deps'],
    ['python3 -m pip', 'python3 -m pip install -q --no-index --no-deps'],
    ['uv pip', 'uv pip install -q --no-index --no-deps']
  ])('by %s is for this job only, also its programs', async (_, install) => {
    const before = installed();
    expect(
      await run(
        `${install} $P/carrytest-1.0-py3-none-any.whl`,
        version('carrytest'),
        'echo "= $(carrytest)"',
        `${install} $P/carrytest-2.0-py3-none-any.whl`,
        version('carrytest')
      )
    ).toEqual(['1.0', 'carrytest 1.0', '2.0']);
    expect(installed()).toEqual(before);
    expect(await run('python -c "import carrytest" 2>/dev/null || echo "= absent"')).toEqual([
      'absent'
    ]);
  });

  it.each([
    ['mlflow', '0.0.1'],
    ['sharedtest', '0.1']
  ])('replaces the shared %s in this job only, for its programs too', async (name, older) => {
    const before = installed();
    const original = await run(version(name));
    expect(original).not.toEqual([older]);
    expect(
      await run(
        `pip install -q --no-index --no-deps $P/${name}-${older}-py3-none-any.whl 2>&1`,
        version(name),
        `echo "= $(${name})"`
      )
    ).toEqual([older, `${name} ${older}`]);
    expect(await run(version(name), `${name} --version || true`)).toEqual(original);
    expect(installed()).toEqual(before);
  });

  it('is seen by the programs of shared packages', async () => {
    expect(
      await run(
        'pip install -q --no-index --no-deps $P/carrytest-1.0-py3-none-any.whl',
        `ipython -c 'import carrytest, sys; print("=", carrytest.__version__, sys.prefix == __import__("os").environ["VIRTUAL_ENV"])'`,
        'echo "= $(jupyter kernelspec list --json | python -c \'import json, sys; print(*sorted(json.load(sys.stdin)["kernelspecs"]))\')"'
      )
    ).toEqual(['1.0 True', 'python3 tslab']);
  });

  it('can be uninstalled, and shared packages cannot', async () => {
    const before = installed();
    await run(
      'pip install -q --no-index --no-deps $P/carrytest-1.0-py3-none-any.whl',
      'pip uninstall -qy carrytest',
      'pip uninstall -y sharedtest 2>&1 || true',
      'python -c "import sharedtest"'
    );
    expect(installed()).toEqual(before);
  });

  it.each(['work folder', 'subfolder'])('by npm in its %s is for this job only', async place => {
    const shared = join(root, 'node_modules');
    const before = readdirSync(shared);
    expect(
      await run(
        place === 'subfolder' ? 'mkdir sub && cd sub' : ':',
        'npm install --silent --no-audit --no-fund --offline --install-links $P/npm-one',
        'echo "= $(node -p \'require("npm-one")\')"',
        'npm install --silent -g --no-audit --no-fund --offline --install-links $P/npm-one',
        'echo "= $(one)"',
        `echo "= $(node -p 'typeof require.resolve("carry-ml")')"`
      )
    ).toEqual(['one', 'bin one', 'string']);
    expect(readdirSync(shared)).toEqual(before);
  });
});
