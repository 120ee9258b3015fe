import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../environments/containers/engine.js';
import {
  containerCommand,
  divideVariables,
  enterScript,
  type ContainerStart
} from './container-command.js';

const docker: Engine = {
  title: 'Docker',
  path: '/usr/bin/docker',
  version: '27.0.1',
  isRootless: false,
  hasInit: true,
  environment: {}
};
const start: ContainerStart = {
  engine: docker,
  image: 'python:3.11',
  name: 'carry-j-1',
  job: 'j',
  mounts: [],
  passed: ['my.var'],
  sharedMemory: '2g',
  user: { uid: 1000, gid: 100 },
  script: '/jobs/j/enter.sh'
};

/** The words that a shell makes of the command. */
function words(more: Partial<ContainerStart>): string[] {
  const line = containerCommand({ ...start, ...more }).replace(/^exec \S+/, 'printf "%s\\0"');
  return execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('the command that starts a container', () => {
  it.each([
    ['a plain path', '/data/a', 'source=/data/a'],
    ['spaces and a colon', '/data/a b:c', 'source=/data/a b:c'],
    ['a comma', '/data/a,b', '"source=/data/a,b"'],
    ['a double quote', '/data/a"b', '"source=/data/a""b"'],
    ['a single quote', "/data/a'b", "source=/data/a'b"],
    ['a line break', '/data/a\nb', '"source=/data/a\nb"'],
    ['what a shell would replace', '/data/$HOME`id`', 'source=/data/$HOME`id`']
  ])('mounts a path with %s at the same path', (_, path, source) => {
    const target = source.replace('source=', 'target=');
    const line = words({ mounts: [{ path, isReadOnly: true }] });
    expect(line[line.indexOf('--mount') + 1]).toBe(`type=bind,${source},${target},readonly`);
  });

  it('mounts for writing what the job may change', () => {
    expect(words({ mounts: [{ path: '/out', isReadOnly: false }] })).toContain(
      'type=bind,source=/out,target=/out'
    );
  });

  it('ends with the image and the script', () => {
    expect(words({}).slice(-4)).toEqual([
      '--entrypoint',
      '/bin/sh',
      'python:3.11',
      '/jobs/j/enter.sh'
    ]);
  });

  it.each<[string, Partial<Engine>, string]>([
    ['of a service', {}, '--user 1000:100'],
    [
      'of Podman without a service',
      { title: 'Podman', isRootless: true },
      '--userns keep-id --user 1000:100'
    ],
    ['of a Docker without root', { isRootless: true }, '--user 0:0']
  ])('keeps the owner of files in the containers %s', (_, engine, option) => {
    expect(words({ engine: { ...docker, ...engine } }).join(' ')).toContain(option);
  });

  it('asks for no first process that the engine lacks', () => {
    expect(words({})).toContain('--init');
    expect(words({ engine: { ...docker, hasInit: false } })).not.toContain('--init');
  });
});

describe('the script in a container', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "carry enter'"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(['a b', `'"\\`, 'line\nbreak\n', '$HOME `id` $(id)', '', '# no comment', 'ü😀'])(
    'sets the value %j',
    value => {
      const command = join(folder, 'command.sh');
      writeFileSync(command, 'printf "%s|%s" "$VALUE" "$PWD"\n');
      const script = join(folder, 'enter.sh');
      writeFileSync(script, enterScript(folder, command, { VALUE: value }));
      const printed = execFileSync('/bin/sh', [script], { encoding: 'utf8' });
      expect(printed).toBe(`${value}|${folder}`);
    }
  );

  it('leaves to the engine the names that a shell cannot set', () => {
    expect(divideVariables({ A_1: 'x', 'my.var': 'y', '1a': 'z', '': 'no', 'a=b': 'no' })).toEqual({
      exported: { A_1: 'x' },
      others: { 'my.var': 'y', '1a': 'z' }
    });
  });
});
