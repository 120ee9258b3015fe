import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { qualifiedName } from './container-images.js';
import { findEngine } from './engine.js';

describe('findEngine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-engine-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const program = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  };
  const find = (environment: NodeJS.ProcessEnv = {}) =>
    findEngine([folder], environment, 'train:1');

  it('prefers Docker', async () => {
    program('docker', 'echo "27.0.1 [name=seccomp,profile=builtin name=rootless]"');
    program('podman', 'echo "5.0.0 false"');
    expect(await find()).toMatchObject({ title: 'Docker', version: '27.0.1', isRootless: true });
  });

  it('takes Podman where Docker does not run', async () => {
    program('docker', 'echo "Cannot connect to the Docker daemon." >&2; exit 1');
    program('podman', 'echo "5.0.0 true"');
    expect(await find()).toMatchObject({ title: 'Podman', version: '5.0.0', isRootless: true });
  });

  it('says why the only one does not run', async () => {
    program('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    await expect(find()).rejects.toMatchObject({
      code: 'ContainerEngineNotRunning',
      message: expect.stringContaining('Cannot connect to the Docker daemon.') as string
    });
  });

  it('does not take a Docker that only knows its client for one that runs', async () => {
    program('docker', 'echo " []"');
    await expect(find()).rejects.toMatchObject({ code: 'ContainerEngineNotRunning' });
  });

  it('says what to do where there is none', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'ContainerEngineMissing',
      message: expect.stringContaining("'train:1'") as string
    });
  });

  it('gives the engine its own variables only', async () => {
    program('docker', 'echo 27.0.1');
    const { environment } = await find({ DOCKER_HOST: 'unix:///x', AWS_KEY: 'k', HOME: '/h' });
    expect(environment).toEqual({ DOCKER_HOST: 'unix:///x', HOME: '/h' });
  });
});

it.each([
  ['python:3.11', 'docker.io/library/python:3.11'],
  ['pytorch/pytorch', 'docker.io/pytorch/pytorch'],
  ['mcr.microsoft.com/azureml/base:1', 'mcr.microsoft.com/azureml/base:1'],
  ['registry:5000/a', 'registry:5000/a'],
  ['localhost/a', 'localhost/a']
])('the registry of %s is named: %s', (image, name) => {
  expect(qualifiedName(image)).toBe(name);
});
