import type { Engine } from '../../environments/containers/engine.js';
import { quoted, shellWord } from '../shell-word.js';

/** A file or folder of this machine that a container has under the same path. */
export interface Mount {
  path: string;
  isReadOnly: boolean;
}

/** A container, before it is started. */
export interface ContainerStart {
  engine: Engine;
  image: string;
  name: string;
  /** The name of the job, by which people find its container. */
  job: string;
  mounts: readonly Mount[];
  /** Names of variables that the container takes over from the environment of the engine's program. */
  passed: readonly string[];
  sharedMemory: string;
  /** The owner of the files that the job writes. */
  user: { uid: number; gid: number };
  /** The script that the container executes. */
  script: string;
}

/** Returns the command that starts a container, as one line for a shell. It contains no values of variables: others can read it. */
export function containerCommand(start: ContainerStart): string {
  return ['exec', start.engine.path, ...containerArguments(start)].map(shellWord).join(' ');
}

function containerArguments(start: ContainerStart): string[] {
  const { engine, image, job, mounts, name, passed, script, sharedMemory } = start;
  return [
    'run',
    ...['--rm', '--name', name, '--label', `carry.job=${job}`, '--pull', 'never'],
    // Without it the first process of the container ignores SIGTERM, and nobody collects the processes that end.
    ...(engine.hasInit ? ['--init'] : []),
    // Podman waits that long before it kills a container that is to be removed; its processes had their time to end before.
    ...['--stop-timeout', '1'],
    // The workspace is on the loopback address of this machine.
    ...['--network', 'host'],
    // The job's output goes to its log, which has a limit; the engine would keep it a second time.
    ...['--log-driver', 'none'],
    // SELinux would refuse the files of this machine.
    ...['--security-opt', 'label=disable'],
    ...['--shm-size', sharedMemory],
    ...userArguments(start),
    ...mounts.flatMap(mount => ['--mount', mountOption(mount)]),
    ...passed.flatMap(each => ['--env', each]),
    ...['--entrypoint', '/bin/sh', image, script]
  ];
}

/** The container's user owns the files of the job. Podman maps the user of this machine; a rootless Docker has it as its superuser. */
function userArguments({ engine, user: { gid, uid } }: ContainerStart): string[] {
  if (!engine.isRootless) return ['--user', `${uid}:${gid}`];
  return engine.title === 'Podman'
    ? ['--userns', 'keep-id', '--user', `${uid}:${gid}`]
    : ['--user', '0:0'];
}

/** The option is a line of CSV: a path with a comma or a quote is quoted. */
function mountOption({ isReadOnly, path }: Mount): string {
  const field = (text: string) =>
    /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return [
    'type=bind',
    field(`source=${path}`),
    field(`target=${path}`),
    ...(isReadOnly ? ['readonly'] : [])
  ].join(',');
}

/** A name that a shell can export. */
const SHELL_NAME = /^[A-Za-z_]\w*$/;

/** Divides variables into those that a shell can export and those with other names, such as `my.var`. No program can get an empty name. */
export function divideVariables(variables: Record<string, string>): {
  exported: Record<string, string>;
  others: Record<string, string>;
} {
  const pairs = Object.entries(variables).filter(([name]) => /^[^=]+$/.test(name));
  return {
    exported: Object.fromEntries(pairs.filter(([name]) => SHELL_NAME.test(name))),
    others: Object.fromEntries(pairs.filter(([name]) => !SHELL_NAME.test(name)))
  };
}

/**
 * The script that a container executes: sets the variables, then runs the command with bash where the image has it. A script keeps the
 * values out of the command line and of what the engine stores; unlike a file for `--env-file`, it can hold line breaks.
 */
export function enterScript(
  work: string,
  command: string,
  exported: Record<string, string>
): string {
  const lines = Object.entries(exported).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [
    ...lines,
    `cd ${quoted(work)} || exit`,
    'shell=$(command -v bash || command -v sh)',
    `exec "$shell" ${quoted(command)}`,
    ''
  ].join('\n');
}
