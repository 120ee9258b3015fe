import { createWriteStream, existsSync, statSync } from 'node:fs';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { folderUri, type JobInput, type JobOutput, outputFolder } from 'carry-ml/arm';
import { longUri } from '../../data/datastore-uri.js';
import { dataPath, dataUri, type DataSources } from '../../data/data-path.js';
import { fetchBlobs } from '../../data/fetch-blobs.js';
import { remoteData, withoutSignature, type RemoteSources } from '../../data/remote-data.js';
import { copyTree, isData } from '../../blobs/copy-tree.js';
import type { StoredJob } from '../../store/job-store.js';
import { LOCAL_WORKSPACE } from '../../workspace-id.js';
import { isSmall, protectFiles } from './tree-files.js';
import { inputMode } from './input-mode.js';
import type { PortValue, PortValues } from './command-line.js';
import { fail } from '../errors.js';

/** Larger inputs that a job only reads are not copied. */
const MAX_COPIED_BYTES = 256 << 20;

export interface PortSources extends DataSources, RemoteSources {
  /** Returns the name of a logged model of MLflow, whose files are in a folder named by its id. */
  loggedModelName: (id: string) => string | undefined;
}

/** Finds or downloads every input, and creates a file or folder for every output. */
export async function preparePorts(
  job: StoredJob,
  folder: string,
  sources: PortSources
): Promise<PortValues> {
  const ports: PortValues = { inputs: {}, outputs: {} };
  for (const [name, input] of Object.entries(job.properties.inputs ?? {}))
    ports.inputs[name] = input ? await inputValue(name, input, folder, sources) : undefined;
  for (const [name, output] of Object.entries(job.properties.outputs ?? {}))
    if (output && name !== 'default')
      ports.outputs[name] = await outputPath(job.name, name, output, sources);
  return ports;
}

async function inputValue(
  name: string,
  input: JobInput,
  folder: string,
  sources: PortSources
): Promise<PortValue | undefined> {
  if (input.jobInputType === 'literal')
    return input.value === undefined ? undefined : { text: input.value, isPath: false };
  if (!input.uri) return undefined;
  if (inputMode(input) === 'direct') return asPath(directUri(input, input.uri, sources));
  const here = dataPath(input.uri, sources);
  if (here) {
    const copy = join(folder, 'inputs', name, copyName(here, sources));
    return asPath(await localInput(name, input, here, copy));
  }
  const uri = dataUri(input.uri, sources);
  const remote = remoteData(uri, sources);
  const into = join(folder, 'inputs', name);
  if (remote) {
    const isFile = input.jobInputType === 'uri_file';
    return asPath(await fetchBlobs(remote, { input: name, uri, isFile, folder: into }));
  }
  if (/^https?:\/\//.test(uri)) return asPath(await download(name, uri, into));
  throw fail('InputUnreadable', { input: name, uri: withoutSignature(uri) });
}

/** The URI of the data in the form that Azure gives, which for a folder ends in a slash. */
function directUri({ jobInputType }: JobInput, given: string, sources: DataSources): string {
  const uri = longUri(dataUri(given, sources), LOCAL_WORKSPACE, sources.outputUri);
  const here = dataPath(given, sources);
  const isFolder =
    here !== undefined && existsSync(here)
      ? statSync(here).isDirectory()
      : jobInputType === 'uri_folder';
  return isFolder && !uri.endsWith('/') ? `${uri}/` : uri;
}

/** A model has its own name in the job, which scripts look for below AZUREML_MODEL_DIR; other data that of its file or folder. */
function copyName(here: string, { loggedModelName }: PortSources): string {
  return loggedModelName(basename(here)) ?? basename(here);
}

/**
 * Returns the path of an input on this machine: a copy of it, so that the job cannot change a registered version. Modes alone would not
 * protect it from the superuser. Where the file system can share blocks a copy is cheap; a large input that is only read is used in place.
 */
async function localInput(
  name: string,
  input: JobInput,
  here: string,
  copy: string
): Promise<string> {
  if (!existsSync(here) || !isData(statSync(here)))
    throw fail('InputMissing', { input: name, uri: withoutSignature(input.uri ?? '') });
  const mode = inputMode(input);
  if (mode === 'write' || (mode === 'read' && !(await isSmall(here, MAX_COPIED_BYTES))))
    return here;
  await mkdir(dirname(copy), { recursive: true });
  await copyTree(await realpath(here), copy);
  if (mode === 'read') await protectFiles(copy);
  return copy;
}

async function download(name: string, uri: string, folder: string): Promise<string> {
  const failed = (status?: number) =>
    fail('InputDownloadFailed', { input: name, uri: withoutSignature(uri), status });
  const response = await fetch(uri).catch(() => {
    throw failed();
  });
  if (!response.ok || !response.body) throw failed(response.status);
  const path = join(folder, basename(new URL(uri).pathname) || 'file');
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
  return path;
}

async function outputPath(
  job: string,
  name: string,
  output: JobOutput,
  sources: DataSources
): Promise<PortValue> {
  const path = dataPath(output.uri ?? folderUri(outputFolder(job, name)), sources);
  if (!path)
    throw fail('OutputUnwritable', { output: name, uri: withoutSignature(output.uri ?? '') });
  sources.blobs.requireOwn(path);
  if (output.jobOutputType === 'uri_file') {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '', { flag: 'a' });
  } else {
    await mkdir(path, { recursive: true });
  }
  return asPath(path);
}

function asPath(text: string): PortValue {
  return { text, isPath: true };
}
