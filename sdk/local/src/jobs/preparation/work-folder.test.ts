import { spawnSync } from 'node:child_process';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorkFolder } from './work-folder.js';

let folder: string;
let code: string;
let work: string;
const artifacts = () => join(folder, 'artifacts');
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'carry-work-')));
  code = join(folder, 'code');
  work = join(folder, 'work');
  mkdirSync(join(code, 'lib'), { recursive: true });
  writeFileSync(join(code, 'lib', 'a.txt'), 'registered');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const create = () => createWorkFolder(code, work, artifacts());
const registered = () => readFileSync(join(code, 'lib', 'a.txt'), 'utf8');

describe('the registered code of a job', () => {
  it.each([
    ['a file', () => undefined, 'lib/a.txt'],
    [
      'a hard link',
      () => {
        linkSync(join(code, 'lib/a.txt'), join(code, 'hard'));
      },
      'hard'
    ],
    [
      'a relative link',
      () => {
        symlinkSync('lib/a.txt', join(code, 'soft'));
      },
      'soft'
    ],
    [
      'an absolute link',
      () => {
        symlinkSync(join(code, 'lib/a.txt'), join(code, 'full'));
      },
      'full'
    ],
    [
      'a link to a folder',
      () => {
        symlinkSync('lib', join(code, 'dir'));
      },
      'dir/a.txt'
    ],
    [
      'an absolute link to the code itself',
      () => {
        symlinkSync(code, join(code, 'self'));
      },
      'self/lib/a.txt'
    ],
    [
      'a link to a link',
      () => {
        symlinkSync(join(code, 'lib'), join(code, 'one'));
        symlinkSync('one/a.txt', join(code, 'two'));
      },
      'two'
    ]
  ])('is not changed by a write, chmod or removal through %s', async (_, arrange, path) => {
    arrange();
    await create();
    const mode = lstatSync(join(code, 'lib', 'a.txt')).mode;
    const change = `chmod 777 "$1" && echo changed > "$1" && rm -r ./*`;
    const { status } = spawnSync('sh', ['-c', change, 'sh', path], { cwd: work });
    expect([status, registered()]).toEqual([0, 'registered']);
    expect(lstatSync(join(code, 'lib', 'a.txt')).mode).toBe(mode);
  });

  it('keeps its links, which refer to the copy', async () => {
    symlinkSync('lib/a.txt', join(code, 'soft'));
    symlinkSync('missing', join(code, 'dangling'));
    symlinkSync('/etc/passwd', join(code, 'outside'));
    await create();
    expect(realpathSync(join(work, 'soft'))).toBe(join(work, 'lib', 'a.txt'));
    for (const left of ['dangling', 'outside'])
      expect(() => lstatSync(join(work, left))).toThrow('ENOENT');
  });
});

describe('the folders outputs and logs', () => {
  it('are those of the run, with the files that the code has there', async () => {
    mkdirSync(join(code, 'outputs'));
    writeFileSync(join(code, 'outputs', 'kept.txt'), 'kept');
    await create();
    expect(readFileSync(join(artifacts(), 'outputs', 'kept.txt'), 'utf8')).toBe('kept');
    expect(realpathSync(join(work, 'logs'))).toBe(join(artifacts(), 'logs'));
  });

  it.each(['lib', 'missing'])('replace a link of that name to %s', async target => {
    symlinkSync(target, join(code, 'outputs'));
    await create();
    expect(realpathSync(join(work, 'outputs'))).toBe(join(artifacts(), 'outputs'));
    expect(readFileSync(join(work, 'lib', 'a.txt'), 'utf8')).toBe('registered');
  });
});
