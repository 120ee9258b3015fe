import { appendFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAssetReference } from 'carry-ml/arm';
import type { DataSources } from '../data/data-path.js';
import { jobPath, pathFolders, type Machine } from '../machine.js';
import { BuildError, run } from './build-command.js';
import type { ContainerEnvironments, JobContainer } from './containers/container-environments.js';
import { EnvironmentBuilds, type FoundEnvironment } from './environment-builds.js';
import type { EnvironmentCache } from './environment-cache.js';
import type { EnvironmentRequest } from './environment-request.js';
import { describeEnvironment, LINE_PREFIX } from './environment-report.js';
import { fail } from './errors.js';
import { findInstaller } from './installer.js';
import { fits } from './python-version.js';
import {
  choosePython,
  findPythons,
  firstPython,
  type ChosenPython,
  type Python
} from './pythons.js';
import { readEnvironment } from './read-environment.js';
import type { Waiter } from './shared-build.js';

/** Where a job runs, and what is said about that. */
export interface JobEnvironment {
  machine: Machine;
  /** The first lines of the job's log. */
  lines: string[];
  /** Set if the job runs in a container, with the programs of its image. */
  container?: JobContainer;
  /** Facts for the job's properties. */
  facts: Record<string, string>;
}

/** A job whose environment is prepared. */
export interface JobToPrepare {
  name: string;
  environmentId: string;
  /** Receives the log of a build. */
  buildLog: string;
  /** Receives a line for the job's log, whenever a build does something else. */
  onLine: (line: string) => void;
  /** Stops the preparation. */
  signal: AbortSignal;
}

export interface JobEnvironmentsDeps {
  cache: EnvironmentCache;
  data: DataSources;
  /** This machine's own Python and Node, for environments that ask for no packages. */
  machine: Machine;
  /** False if every job runs on this machine's own Python. */
  isBuilding: boolean;
  /** Set if the images of environments are run. */
  containers?: ContainerEnvironments;
  /** The variables of the server, with which installers find their caches and indexes. */
  environment: NodeJS.ProcessEnv;
}

/** The property of a job that says what of its environment was honoured. */
const PROPERTY = 'carry.environment';
/** The property of a job that names the folder of its environment in the cache. */
const FOLDER_PROPERTY = 'carry.environmentFolder';

/** Finds or builds the environment of each job. */
export class JobEnvironments {
  private readonly builds: EnvironmentBuilds;
  private readonly steps = new Map<string, { step: string; since: number }>();
  private own: Promise<Python | undefined> | undefined;
  private pythons: Promise<Python[]> | undefined;

  constructor(private readonly deps: JobEnvironmentsDeps) {
    this.builds = new EnvironmentBuilds(deps.cache, () => ({
      installer: findInstaller(this.folders()),
      environment: installerEnvironment(deps.environment)
    }));
  }

  /** Says what is done for the environment of a job at the moment; undefined when nothing is. */
  stepOf(job: string): string | undefined {
    const current = this.steps.get(job);
    if (!current) return undefined;
    const seconds = Math.round((performance.now() - current.since) / 1000);
    return `Builds the environment: ${current.step} (${seconds} s).`;
  }

  /** Prepares the environment of a job. Rejects with the reason of the signal, or an error for the user. */
  async prepare(job: JobToPrepare): Promise<JobEnvironment> {
    const { isBuilding, data, machine } = this.deps;
    const name = shortName(job.environmentId);
    const contained = await this.container(name, job);
    if (contained) return contained;
    const request = readEnvironment(job.environmentId, data);
    const { variables } = request;
    if (!isBuilding || (request.installs.length === 0 && (await this.isOwnPython(request))))
      return this.described(
        { name, request, isBuilding, ownPython: machine.virtualEnv },
        { ...machine, variables }
      );
    try {
      const python = await this.python(request, job);
      const found = await this.build(request, python, job);
      const { venv } = found.environment;
      const own = machine.virtualEnv === undefined ? undefined : join(machine.virtualEnv, 'bin');
      const path = [join(venv, 'bin'), ...machine.path.filter(folder => folder !== own)];
      const built = { ...machine, path, virtualEnv: venv, variables };
      return this.described({ name, request, isBuilding, python, found }, built);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const reason = error.message.replace(/\.?$/, '.');
      throw fail('EnvironmentBuildFailed', { environment: name, reason, log: BUILD_LOG });
    } finally {
      this.steps.delete(job.name);
    }
  }

  /** Prepares the image of the environment, if images are run and it names one. */
  private async container(name: string, job: JobToPrepare): Promise<JobEnvironment | undefined> {
    const { containers, machine } = this.deps;
    try {
      const waiter = this.waiter(job);
      const found = await containers?.prepare(job.environmentId, name, BUILD_LOG, waiter);
      if (!found) return undefined;
      const { container, sentences } = found;
      const lines = sentences.map(each => `${LINE_PREFIX} ${each}`);
      return { machine, container, lines, facts: { [PROPERTY]: sentences.join(' ') } };
    } finally {
      this.steps.delete(job.name);
    }
  }

  private described(
    about: Parameters<typeof describeEnvironment>[0],
    machine: Machine
  ): JobEnvironment {
    const { lines, summary } = describeEnvironment(about);
    const folder = about.found?.environment.folder;
    return {
      machine,
      lines,
      facts: { [PROPERTY]: summary, ...(folder ? { [FOLDER_PROPERTY]: folder } : {}) }
    };
  }

  private build(
    { installs }: EnvironmentRequest,
    python: ChosenPython,
    job: JobToPrepare
  ): Promise<FoundEnvironment> {
    return this.builds.get(installs, python, this.waiter(job));
  }

  private waiter(job: JobToPrepare): Waiter {
    return {
      signal: job.signal,
      onStep: step => {
        this.setStep(job, step);
      },
      onOutput: text => {
        writeLog(job.buildLog, text);
      }
    };
  }

  private setStep({ name, onLine }: JobToPrepare, step: string): void {
    if (step === '') return;
    this.steps.set(name, { step, since: performance.now() });
    onLine(`${LINE_PREFIX} ${step}`);
  }

  /** True if this machine's own Python is one that the environment asks for. */
  private async isOwnPython({ isPythonImplied, python }: EnvironmentRequest): Promise<boolean> {
    return (
      python === undefined || isPythonImplied === true || (await this.ownFor(python)) !== undefined
    );
  }

  /** This machine's own Python, if it is one that is asked for. */
  private async ownFor(wanted: string | undefined): Promise<Python | undefined> {
    this.own ??= firstPython(this.folders());
    const own = await this.own;
    return own && (wanted === undefined || fits(own.version, wanted, 2)) ? own : undefined;
  }

  /** The Python for an environment: one of this machine, one that uv downloads, or the nearest of this machine. */
  private async python({ python }: EnvironmentRequest, job: JobToPrepare): Promise<ChosenPython> {
    const own = await this.ownFor(python);
    if (own) return own;
    const chosen = choosePython(await this.allPythons(), python);
    if (chosen && chosen.insteadOf === undefined) return chosen;
    const best = (await this.download(python, job)) ?? chosen;
    if (!best) throw fail('EnvironmentToolsMissing', { reason: 'none was found on its PATH' });
    return best;
  }

  /** Lets uv download a Python; undefined when it cannot. */
  private async download(
    wanted: string | undefined,
    job: JobToPrepare
  ): Promise<ChosenPython | undefined> {
    const installer = findInstaller(this.folders());
    const version = /3\.\d+/.exec(wanted ?? '')?.[0];
    if (installer.name !== 'uv' || version === undefined) return undefined;
    const { buildLog, signal } = job;
    this.setStep(job, `fetches Python ${version}`);
    try {
      await run(installer.fetchPython(version), {
        folder: tmpdir(),
        // Without a network the nearest Python is taken at once.
        environment: { ...installerEnvironment(this.deps.environment), UV_HTTP_RETRIES: '0' },
        onOutput: text => {
          writeLog(buildLog, text);
        },
        signal
      });
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      return undefined;
    }
    this.pythons = undefined;
    const found = choosePython(await this.allPythons(), wanted);
    return found?.insteadOf === undefined ? found : undefined;
  }

  private allPythons(): Promise<Python[]> {
    this.pythons ??= findPythons(this.folders(), this.deps.environment);
    return this.pythons;
  }

  private folders(): string[] {
    return pathFolders(jobPath(this.deps.machine, this.deps.environment.PATH));
  }
}

/** The path of a build's log among the logs of a job; Azure has it there too. */
export const BUILD_LOG = 'azureml-logs/20_image_build_log.txt';

/** Removes the variables that concern the server or another virtual environment. */
function installerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(CARRY_|VIRTUAL_ENV$|CONDA_|PYTHONHOME$|PYTHONPATH$|UV_PYTHON$)/.test(name)
    )
  );
}

/** A log that cannot be written, because the disk is full, does not end the build: its error does. */
function writeLog(path: string, text: string): void {
  if (text === '') return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  appendFileSync(path, text);
}

/** The name and version in the id of an environment. */
function shortName(id: string): string {
  const reference = parseAssetReference(id, 'environments');
  if (!reference) return id;
  return reference.version ? `${reference.name}:${reference.version}` : reference.name;
}

/** The folder of the environment that a job uses; undefined for this machine's own Python. */
export function environmentFolderOf(
  properties: Record<string, string> | null | undefined
): string | undefined {
  return properties?.[FOLDER_PROPERTY];
}
