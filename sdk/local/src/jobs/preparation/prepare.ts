import { appendFileSync, existsSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CommandJob } from 'carry-ml/arm';
import { dataPath, type DataSources } from '../../data/data-path.js';
import { artifactFolder } from '../../data/default-datastores.js';
import { LINE_PREFIX } from '../../environments/environment-report.js';
import {
  BUILD_LOG,
  type JobEnvironment,
  type JobEnvironments
} from '../../environments/job-environments.js';
import type { StoredJob } from '../../store/job-store.js';
import { isMpi, jobProcesses } from '../distribution/job-processes.js';
import { layoutLine } from '../distribution/layout-line.js';
import { fail } from '../errors.js';
import { parallelVariables } from '../parallel-run.js';
import type { Launch } from '../runner.js';
import { fillCommand } from './command-line.js';
import { prepareContainer } from './container.js';
import { machineVariables, workspaceVariables, type ClientSources } from './environment.js';
import { overlayPackages } from './package-overlay.js';
import { findOpenMpi, mpiScripts } from './open-mpi.js';
import { createDataFolder, portVariables } from './port-variables.js';
import { preparePorts, type PortSources } from './ports.js';
import { prepareProcesses, WORK_FOLDER } from './processes.js';
import type { RunFacts } from './run-variables.js';
import { unmetFields } from './unmet.js';
import { createWorkFolder } from './work-folder.js';

export interface PrepareDeps {
  data: PortSources;
  environments: Pick<JobEnvironments, 'prepare'>;
  client: () => ClientSources;
  /** Maximum size of the log of a job, in bytes. */
  logLimit: number;
  /** The variables that every job inherits. */
  inherited: Record<string, string>;
  /** The variables that every job in a container inherits. */
  inheritedByContainers: Record<string, string>;
  /** The run of a job. */
  runOf: (job: StoredJob) => Pick<RunFacts, 'root' | 'experimentId'>;
  /** Adds facts to the properties of a job. */
  record: (job: string, facts: Record<string, string>) => void;
  /** Stops the preparation. */
  signal: AbortSignal;
}

/** The file to which a job's output is written, or that of its first process. Azure ML's clients look for these names. */
export function logFile(
  data: Pick<DataSources, 'blobs'>,
  { name, properties }: StoredJob<CommandJob>
): string {
  const process = jobProcesses(properties)?.[0]?.name ?? 'std_log';
  return join(artifacts(data, name), 'user_logs', `${process}.txt`);
}

/** Prepares everything that a job needs: its working folder, inputs, outputs and variables. */
export async function prepareJob(
  job: StoredJob<CommandJob>,
  folder: string,
  deps: PrepareDeps
): Promise<Launch> {
  const log = logFile(deps.data, job);
  const layout = jobProcesses(job.properties) ?? [];
  for (const file of new Set([log, ...layout.map(({ name }) => join(dirname(log), `${name}.txt`))]))
    await createLog(file, deps);
  const code = codeFolder(job, deps);
  const createWork = (node: string) =>
    createWorkFolder(code, join(node, 'work'), artifacts(deps.data, job.name));
  await createWork(folder);
  const ports = await preparePorts(job, folder, deps.data);
  const { container, machine: shared } = await prepareEnvironment(job, log, deps);
  await sayUnmet(job, log);
  const data = {
    ...portVariables(ports),
    ...(await createDataFolder(ports, join(folder, 'data'))),
    [WORK_FOLDER]: join(folder, 'work')
  };
  const client = deps.client();
  const own = {
    ...workspaceVariables(job, client, deps.runOf(job), data),
    ...parallelVariables(job.properties, deps.logLimit)
  };
  const command = fillCommand(job.properties.command, ports);
  if (container) {
    const line = layoutLine(job.properties, []);
    if (line !== undefined) await appendFile(log, `${line}\n`);
    const files = { ports, artifacts: artifacts(deps.data, job.name), home: client.home };
    const variables = { ...deps.inheritedByContainers, ...container.variables, ...own };
    const launch = await prepareContainer(job, folder, { container, command, variables, files });
    return { ...launch, log };
  }
  const overlay = (node: string) => overlayPackages(shared, node, deps.inherited.PATH ?? '');
  const machine = await overlay(folder);
  const environment = { ...deps.inherited, ...machineVariables(machine, deps.inherited), ...own };
  const mpirun = isMpi(job.properties) ? await findOpenMpi(environment.PATH ?? '') : undefined;
  const line = layoutLine(job.properties, layout, mpirun);
  if (line !== undefined) await appendFile(log, `${line}\n`);
  return {
    command,
    environment,
    log,
    processes: await prepareProcesses(job, layout, folder, async node => {
      await createWork(node);
      return machineVariables(await overlay(node), deps.inherited);
    }),
    mpirun: mpirun && mpiScripts(mpirun, layout.length)
  };
}

async function createLog(path: string, { data }: PrepareDeps): Promise<void> {
  data.blobs.requireOwn(path);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await appendFile(path, '');
}

/** Prepares the environment of the job, and says in its log and properties what of it was honoured. */
async function prepareEnvironment(
  { name, properties: { environmentId } }: StoredJob<CommandJob>,
  log: string,
  { data, environments, record, signal }: PrepareDeps
): Promise<JobEnvironment> {
  const buildLog = join(artifacts(data, name), BUILD_LOG);
  data.blobs.requireOwn(buildLog);
  try {
    const say = (line: string) => {
      appendFileSync(log, `${line}\n`);
    };
    const job = { name, environmentId, buildLog, signal, onLine: say };
    const prepared = await environments.prepare(job);
    prepared.lines.forEach(say);
    record(name, prepared.facts);
    return prepared;
  } catch (error) {
    // The build's log is the only output of a job whose environment could not be built.
    if (existsSync(buildLog)) await appendFile(log, await readFile(buildLog));
    throw error;
  }
}

/** Says in the log of a job which of its fields have no effect on this machine. */
async function sayUnmet({ properties }: StoredJob<CommandJob>, log: string): Promise<void> {
  const fields = unmetFields(properties);
  if (fields.length === 0) return;
  await appendFile(log, `${LINE_PREFIX} Not honoured here: ${fields.join('; ')}.\n`);
}

function artifacts({ blobs }: Pick<DataSources, 'blobs'>, job: string): string {
  const { container, path } = artifactFolder(job);
  return blobs.path(container, path);
}

function codeFolder(job: StoredJob<CommandJob>, { data }: PrepareDeps): string | undefined {
  const { codeId } = job.properties;
  if (!codeId) return undefined;
  const code = data.findAsset(codeId, 'codes');
  const path = code ? dataPath(String(code.properties.codeUri), data) : undefined;
  if (!path) throw fail('CodeUnknown', { id: codeId });
  return path;
}
