import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import type { CommandJob } from 'carry-ml/arm';
import type { JobContainer } from '../../environments/containers/container-environments.js';
import type { Home } from '../../home.js';
import type { StoredJob } from '../../store/job-store.js';
import { files as tlsFiles } from '../../tls/authority.js';
import { fail } from '../errors.js';
import type { Launch } from '../runner.js';
import { recordContainer } from '../supervision/container-record.js';
import { MARK } from '../supervision/processes.js';
import type { PortValues } from './command-line.js';
import { containerCommand, divideVariables, enterScript, type Mount } from './container-command.js';
import { inputMode } from './input-mode.js';

/** The files that a job in a container has. */
interface JobFiles {
  ports: PortValues;
  /** The folder of the job's artifacts, to which `outputs` and `logs` of the working folder are linked. */
  artifacts: string;
  home: Home;
}

/** The parts of a job that its container needs. */
export interface ContainedJob {
  container: JobContainer;
  command: string;
  variables: Record<string, string>;
  files: JobFiles;
}

/** Azure's default of `resources.shmSize`. An engine's own is 64 MB, too little for the workers of PyTorch's data loaders. */
const SHARED_MEMORY = '2g';

/** Prepares a job that runs in a container: its leader starts the container, and stays its parent until it ends. */
export async function prepareContainer(
  job: StoredJob<CommandJob>,
  folder: string,
  { command, container, files, variables }: ContainedJob
): Promise<Omit<Launch, 'log'>> {
  const { distribution, resources } = job.properties;
  if (distribution)
    throw fail('ContainerDistributionNotServed', { type: distribution.distributionType });
  const { engine, image } = container;
  const own = join(folder, 'container');
  const home = join(folder, 'home');
  for (const each of [own, home]) await mkdir(each, { recursive: true, mode: 0o700 });
  const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const all = {
    PYTHONUNBUFFERED: '1',
    // A user that the image does not know has no folder of its own in it.
    ...(user.uid === 0 ? {} : { HOME: home }),
    ...variables
  };
  const { exported, others } = divideVariables(all);
  const script = join(own, 'enter.sh');
  const inner = join(own, 'command.sh');
  await writeFile(inner, `${command}\n`, { mode: 0o600 });
  await writeFile(script, enterScript(join(folder, 'work'), inner, exported), { mode: 0o600 });
  const name = containerName(job);
  recordContainer(folder, { engine: engine.path, name });
  // The processes of a job are found by its mark, including the program of the engine and the first one of the container.
  const passed = { ...others, [MARK]: job.mark };
  return {
    command: containerCommand({
      ...{ engine, image, name, script, user, job: job.name },
      passed: Object.keys(passed),
      sharedMemory: sharedMemory(resources?.shmSize),
      mounts: mountsOf(job, folder, files, variables)
    }),
    environment: { ...engine.environment, ...passed },
    variables
  };
}

/** Different in each workspace of this machine. */
function containerName({ mark, name }: StoredJob): string {
  return `carry-${name}-${createHash('sha256').update(mark).digest('hex').slice(0, 8)}`;
}

function sharedMemory(size: unknown): string {
  if (size === undefined || size === null || size === '') return SHARED_MEMORY;
  if (typeof size === 'string' && /^[1-9]\d*[bkmg]?$/i.test(size)) return size;
  throw fail('ContainerSharedMemoryInvalid', { size: JSON.stringify(size) });
}

/** What of this machine the container has, each under its own path. A path is mounted after those around it, so its mode wins. */
function mountsOf(
  job: StoredJob,
  folder: string,
  { artifacts, home, ports }: JobFiles,
  variables: Record<string, string>
): Mount[] {
  const mounts = new Map<string, boolean>();
  const add = (path: string, isReadOnly: boolean) => {
    // What a job may write to by one of its names it may write to.
    mounts.set(path, isReadOnly && (mounts.get(path) ?? true));
  };
  for (const each of ['work', 'home', 'data']) add(join(folder, each), false);
  for (const each of ['outputs', 'logs']) add(join(artifacts, each), false);
  add(join(folder, 'container'), true);
  add(tlsFiles(home.tls).bundle, true);
  const driver = variables.CARRY_PARALLEL_DRIVER;
  if (driver !== undefined && existsSync(driver)) add(driver, true);
  for (const { isReadOnly, path } of inputMounts(job, folder, ports)) add(path, isReadOnly);
  for (const { text } of Object.values(ports.outputs)) add(text, false);
  return [...mounts]
    .sort(([one], [other]) => one.length - other.length)
    .map(([path, isReadOnly]) => ({ path, isReadOnly }));
}

/** The inputs: the copies in the job's folder, and data that are used in place. A URI needs no file. */
function inputMounts(job: StoredJob, folder: string, { inputs }: PortValues): Mount[] {
  return Object.entries(inputs).flatMap(([name, value]) => {
    if (!value?.isPath || !isAbsolute(value.text)) return [];
    const copy = join(folder, 'inputs', name);
    const mode = inputMode(job.properties.inputs?.[name] ?? {});
    const path = isBelow(copy, value.text) ? copy : value.text;
    return [{ path, isReadOnly: mode === 'read' }];
  });
}

function isBelow(folder: string, path: string): boolean {
  const from = relative(folder, path);
  return !from.startsWith('..') && !isAbsolute(from);
}
