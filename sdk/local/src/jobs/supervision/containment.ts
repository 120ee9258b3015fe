import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { arch } from 'node:os';
import { delimiter, join, relative } from 'node:path';

/**
 * How the processes of a job are found that left its session and removed its mark from their environment:
 *
 * - `cgroup`: they are in the job's control group, which every process inherits;
 * - `subreaper`: the leader of the job adopts them when their parent ends, so they remain its descendants;
 * - `none`: they are not found. This is so on macOS and Windows, which have neither.
 */
export type Containment =
  | { kind: 'cgroup'; parent: string }
  | { kind: 'subreaper'; command: readonly string[] }
  | { kind: 'none' };

/** Finds the strongest containment that works on this machine, by trying it. */
export function findContainment(): Containment {
  if (process.platform !== 'linux') return { kind: 'none' };
  const parent = ownCgroup();
  if (parent !== undefined && canContain(parent)) return { kind: 'cgroup', parent };
  const command = subreapers().find(
    ([file = '', ...args]) => spawnSync(file, [...args, '/bin/sh', '-c', ':']).status === 0
  );
  return command ? { kind: 'subreaper', command } : { kind: 'none' };
}

/** Returns the folder of the control group (version 2) of this process. */
export function ownCgroup(): string | undefined {
  const path = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  const mount = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find(line => line.includes(' - cgroup2 '))
    ?.split(' ');
  if (path === undefined || !mount) return undefined;
  const [, , , root = '/', folder = ''] = mount;
  const inside = relative(root, path);
  return inside.startsWith('..') ? undefined : join(folder, inside);
}

/** Whether a group can be created below this one, and a process can enter it. It needs the rights of root or a delegation by systemd. */
function canContain(parent: string): boolean {
  const folder = join(parent, `carry-probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    // A read-only mount, as in most containers, or a group of another user: there is no other way to ask.
    return false;
  }
  const enter = ['-c', 'echo 0 > "$1/cgroup.procs"', 'sh', folder];
  const { status } = spawnSync('/bin/sh', enter);
  rmdirSync(folder);
  return status === 0;
}

/** The option of prctl(2) by which a process adopts the orphans among its descendants. It stays in force across exec. */
const PR_SET_CHILD_SUBREAPER = 36;
/** The number of the system call prctl, by architecture. */
const prctlNumbers: Partial<Record<string, number>> = {
  x64: 157,
  arm64: 167,
  riscv64: 167,
  ppc64: 171,
  s390x: 172
};

/** Commands that become a subreaper, then execute their arguments. Node and the shell cannot call prctl. Perl starts the fastest. */
export function subreapers(): string[][] {
  const number = prctlNumbers[arch()];
  const perl = number === undefined ? undefined : onPath('perl');
  const python = onPath('python3');
  return [
    ...(perl
      ? [
          [
            perl,
            '-e',
            `syscall(${number}, ${PR_SET_CHILD_SUBREAPER}, 1, 0, 0, 0) == 0 or exit 97; exec @ARGV`
          ]
        ]
      : []),
    ...(python
      ? [
          [
            python,
            '-ISc',
            `import ctypes, os, sys\nctypes.CDLL(None).prctl(${PR_SET_CHILD_SUBREAPER}, 1, 0, 0, 0) and sys.exit(97)\nos.execv(sys.argv[1], sys.argv[1:])`
          ]
        ]
      : [])
  ];
}

/** The system's own programs come first: one on the PATH may be a script that chooses a version. */
function onPath(name: string): string | undefined {
  const folders = ['/usr/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map(folder => join(folder, name)).find(path => existsSync(path));
}
