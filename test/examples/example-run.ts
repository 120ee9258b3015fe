import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AzureClient, ClientResponse } from './azure-client.js';
import { kinds, type ExampleFile } from './example-files.js';
import type { JobEnd, JobFollower } from './job-follower.js';
import type { Result } from './outcome.js';
import { computesOf, digest, endpointOf, environmentsOf, modelsOf } from './prior-resources.js';
import { reasonOf } from './reasons.js';
import { notRun } from './not-run.js';
import { givenFields, priorAssets, standInsOf } from './stand-ins.js';

export interface RunOptions {
  /** The folder that the paths of the files are relative to. */
  root: string;
  /** The folder of the generated files. */
  standIns: string;
  client: AzureClient;
  follower: JobFollower;
  /** True for a file whose result is asked for; the others are created only if these may refer to them. */
  isChosen: (file: ExampleFile) => boolean;
  /** True if jobs are created and not followed. */
  acceptOnly: boolean;
  /** How many jobs run at once. */
  slots: number;
  onResult: (result: Result) => void;
}

/** Errors that say no more than that the client stopped. */
const FAULTS = /^(Timeout|Exit|SystemExit|TypeError|AttributeError|KeyError|AssertionError)$/;

/** Creates what the files describe, in an order in which each may refer to those before it, then follows the jobs to their end. */
export async function runExamples(files: ExampleFile[], options: RunOptions): Promise<void> {
  const run = new ExampleRun(files, options);
  await run.createPriorResources();
  for (const kind of kinds.filter(each => each !== 'job')) await run.createAll(kind);
  await run.jobs();
}

class ExampleRun {
  constructor(
    private readonly files: ExampleFile[],
    private readonly options: RunOptions
  ) {}

  async createPriorResources(): Promise<void> {
    const { client, standIns, root } = this.options;
    const ready = await client.call({ do: 'ready' });
    if ('error' in ready) throw new Error(`azure-ai-ml does not start: ${ready.error}`);
    const csv = join(standIns, 'taxi/yellow.csv');
    await client.call({ do: 'pets', folder: join(standIns, 'pets') });
    await client.call({
      do: 'open_taxi',
      csv,
      path: join(standIns, 'taxi-parquet/yellow.parquet')
    });
    const computes = new Set(this.files.flatMap(file => computesOf(this.text(file))));
    for (const name of computes) await client.call({ do: 'compute', name });
    for (const asset of priorAssets(root, standIns)) await client.call({ ...asset });
  }

  /** Creates the files of one kind that are chosen, or that chosen files may refer to. */
  async createAll(kind: ExampleFile['kind']): Promise<void> {
    const isReferredTo = !/deployment|schedule|import|package/.test(kind);
    for (const file of this.files.filter(each => each.kind === kind)) {
      const isChosen = this.options.isChosen(file);
      if (!isChosen && !isReferredTo) continue;
      if (kind.endsWith('deployment')) await this.prepareDeployment(file);
      const { response, ...made } = await this.create(file);
      if (isChosen) this.report(file, { ...made, ...ofCreation(file, response) });
    }
  }

  async jobs(): Promise<void> {
    const waiting = this.files.filter(file => file.kind === 'job' && this.options.isChosen(file));
    const slot = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) await this.job(file);
    };
    await Promise.all(Array.from({ length: this.options.slots }, slot));
  }

  private async job(file: ExampleFile): Promise<void> {
    const { acceptOnly, follower } = this.options;
    const began = Date.now();
    const unwanted = acceptOnly ? undefined : notRun(this.text(file), dirname(this.at(file)));
    const { response, ...made } = await this.create(file);
    if ('error' in response) {
      this.report(file, { ...made, ...ofCreation(file, response) });
      return;
    }
    if (acceptOnly || unwanted !== undefined) {
      await follower.cancel(response.name);
      const outcome = acceptOnly ? 'accepted' : 'not run';
      this.report(file, { ...made, outcome, reason: unwanted ?? '' });
      return;
    }
    const end = await follower.end(response.name);
    const seconds = Math.round((Date.now() - began) / 1000);
    this.report(file, { ...made, seconds, ...ofEnd(file, end) });
  }

  private async create(
    file: ExampleFile
  ): Promise<{ response: ClientResponse; standIns: string[] }> {
    const folder = dirname(this.at(file));
    const paths = standInsOf(file.path, this.text(file), path => existsSync(join(folder, path)));
    const fields = this.fieldsOf(file);
    const request = {
      do: 'create',
      kind: file.kind === 'pipeline component' ? 'component' : file.kind,
      file: this.at(file),
      fields,
      paths: Object.fromEntries(
        Object.entries(paths).map(([path, as]) => [path, join(this.options.standIns, as)])
      )
    };
    const response = await this.options.client.call(request);
    // Two examples may describe different assets of one name and version, which Azure refuses in one workspace as well.
    const isTaken = 'error' in response && /exists and its \w+ cannot change/.test(response.error);
    const again = { ...request, fields: { ...fields, version: digest(file.path) } };
    const second = isTaken ? await this.options.client.call(again) : response;
    return { response: second, standIns: [...new Set(Object.values(paths))].sort() };
  }

  /** What the command line gives beside the file. */
  private fieldsOf(file: ExampleFile): Record<string, string> {
    if (!file.kind.endsWith('deployment')) return givenFields(file.path);
    const isNamed = /^name:/m.test(this.text(file));
    return { endpoint_name: endpointOf(file).name, ...(isNamed ? {} : { name: 'example' }) };
  }

  private async prepareDeployment(file: ExampleFile): Promise<void> {
    const { client, standIns } = this.options;
    await client.call({ do: 'endpoint', ...endpointOf(file) });
    const beside = join(dirname(this.at(file)), 'model');
    const path = existsSync(beside) ? beside : join(standIns, 'greeting');
    for (const model of modelsOf(this.text(file)))
      await client.call({ do: 'model', path, ...model });
    for (const environment of environmentsOf(this.text(file)))
      await client.call({ do: 'environment', ...environment });
  }

  private report(file: ExampleFile, result: Omit<Result, keyof ExampleFile>): void {
    // Errors name files by their paths on this machine.
    const reason = result.reason.replaceAll(`${this.options.root}/`, '');
    this.options.onResult({ ...file, ...result, reason });
  }

  private at(file: ExampleFile): string {
    return join(this.options.root, file.path);
  }

  private text(file: ExampleFile): string {
    return readFileSync(this.at(file), 'utf8');
  }
}

type Judged = Pick<Result, 'outcome' | 'reason' | 'detail'>;

function ofCreation({ path }: ExampleFile, response: ClientResponse): Judged {
  if (!('error' in response)) return { outcome: 'accepted', reason: '' };
  const { error, type } = response;
  const outcome = FAULTS.test(type) ? 'failed' : 'refused';
  return { outcome, reason: reasonOf(error || `${type}: `, path), detail: `${type}: ${error}` };
}

function ofEnd({ path }: ExampleFile, { status, isLate, error }: JobEnd): Judged {
  if (status === 'Completed') return { outcome: 'Completed', reason: '' };
  if (isLate) return { outcome: 'canceled by time limit', reason: 'It was still running.' };
  return { outcome: 'failed', reason: reasonOf(error || status, path), detail: error };
}
