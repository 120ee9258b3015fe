import { appendFileSync, existsSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CommandJob } from 'carry-ml/arm';
import { dataPath, type DataSources } from '../../data/data-path.js';
import { artifactFolder } from '../../data/default-datastores.js';
import type { RemoteSources } from '../../data/remote-data.js';
import { BUILD_LOG, type JobEnvironments } from '../../environments/job-environments.js';
import type { Machine } from '../../machine.js';
import type { StoredJob } from '../../store/job-store.js';
import { fail } from '../errors.js';
import type { Launch } from '../runner.js';
import { fillCommand } from './command-line.js';
import { jobEnvironment, type ClientSources } from './environment.js';
import { overlayPackages } from './package-overlay.js';
import { preparePorts, portVariables } from './ports.js';
import { createWorkFolder } from './work-folder.js';

export interface PrepareDeps {
  data: DataSources & RemoteSources;
  environments: Pick<JobEnvironments, 'prepare'>;
  client: () => ClientSources;
  /** The variables that every job inherits. */
  inherited: Record<string, string>;
  /** Adds facts to the properties of a job. */
  record: (job: string, facts: Record<string, string>) => void;
  /** Stops the preparation. */
  signal: AbortSignal;
}

/** The file to which a job's output is written. Azure ML's clients look for this name. */
export function logFile(data: Pick<DataSources, 'blobs'>, job: string): string {
  return join(artifacts(data, job), 'user_logs', 'std_log.txt');
}

/** Prepares everything that a job needs: its working folder, inputs, outputs and variables. */
export async function prepareJob(
  job: StoredJob<CommandJob>,
  folder: string,
  deps: PrepareDeps
): Promise<Launch> {
  const log = logFile(deps.data, job.name);
  deps.data.blobs.requireOwn(log);
  await mkdir(dirname(log), { recursive: true, mode: 0o700 });
  await appendFile(log, '');
  await createWorkFolder(
    codeFolder(job, deps),
    join(folder, 'work'),
    artifacts(deps.data, job.name)
  );
  const ports = await preparePorts(job, folder, deps.data);
  const shared = await prepareEnvironment(job, log, deps);
  const machine = await overlayPackages(shared, folder, deps.inherited.PATH ?? '');
  return {
    command: fillCommand(job.properties.command, ports),
    environment: {
      ...jobEnvironment(job, machine, deps.client(), deps.inherited),
      ...portVariables(ports)
    },
    log
  };
}

/** Prepares the environment of the job, and says in its log and properties what of it was honoured. */
async function prepareEnvironment(
  { name, properties: { environmentId } }: StoredJob<CommandJob>,
  log: string,
  { data, environments, record, signal }: PrepareDeps
): Promise<Machine> {
  const buildLog = join(artifacts(data, name), BUILD_LOG);
  data.blobs.requireOwn(buildLog);
  try {
    const say = (line: string) => {
      appendFileSync(log, `${line}\n`);
    };
    const job = { name, environmentId, buildLog, signal, onLine: say };
    const { machine, lines, facts } = await environments.prepare(job);
    lines.forEach(say);
    record(name, facts);
    return machine;
  } catch (error) {
    // The build's log is the only output of a job whose environment could not be built.
    if (existsSync(buildLog)) await appendFile(log, await readFile(buildLog));
    throw error;
  }
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
