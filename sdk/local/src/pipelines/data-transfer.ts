import { withoutTrailingSlashes } from 'carry-ml/arm';
import { DEFAULT_COMPUTE } from '../jobs/compute.js';
import { nameFromId } from '../protocol/context.js';
import type { FindAsset } from '../store/asset-finder.js';
import {
  findComponent,
  type CommandComponent,
  type Component,
  type ComponentInput
} from './component.js';
import { copyCommand, type CopyMode } from './copy-command.js';
import { fail } from './errors.js';
import { child, text, type Fields, type Step } from './step.js';

/** A connection of the workspace to other data, without its secrets. */
export interface DataConnection {
  category?: string;
  target?: string;
}

export interface TransferSources {
  findAsset: FindAsset;
  findConnection?: (name: string) => DataConnection | undefined;
}

/** The environment of this machine, which every workspace has. */
const ENVIRONMENT = 'azureml:carry-notebook:1';
/** Data that jobs can read. */
const URI = /^(azureml|https?|wasbs?|abfss?):/;
/** The input of a step that imports data. */
const SOURCE = 'source';

/** A step with its component. A step that transfers data becomes one that copies files on this machine. */
export function withComponent(
  step: Step,
  sources: TransferSources
): Step & { component: Component } {
  return step.transfer
    ? transferStep(step, step.transfer, sources)
    : { ...step, component: findComponent(step.componentId, step.name, sources.findAsset) };
}

/** Azure runs these steps on a data factory, which this machine stands in for. */
function transferStep(step: Step, fields: Fields, sources: TransferSources) {
  const here = { ...step, computeId: DEFAULT_COMPUTE };
  const task = text(fields, 'task') ?? 'copy_data';
  switch (task) {
    case 'copy_data':
      return { ...here, component: copyComponent(step, sources) };
    case 'import_data':
      return importStep(here, fields, sources);
    default:
      throw fail('DataTransferNotServed', { step: step.name, task });
  }
}

function copyComponent(step: Step, { findAsset }: TransferSources): CommandComponent {
  const found = findAsset(step.componentId, 'components');
  if (!found) throw fail('StepComponentUnknown', { step: step.name, id: step.componentId });
  const spec = found.properties.componentSpec as Fields;
  const inputs = child(spec, 'inputs') as Record<string, ComponentInput>;
  const outputs = child(spec, 'outputs') as Record<string, { type: string }>;
  const [output = ''] = Object.keys(outputs);
  const mode = text(step.transfer ?? {}, 'data_copy_mode') ?? text(spec, 'data_copy_mode');
  return {
    ...copier(mode === 'fail_if_conflict' ? mode : 'merge_with_overwrite', inputs, output),
    outputs
  };
}

/** A component that copies. Its inputs are read in place: a copy of each for the job alone would cost as much again. */
function copier(
  mode: CopyMode,
  inputs: Record<string, ComponentInput>,
  output: string
): CommandComponent {
  return {
    type: 'command',
    command: copyCommand(mode, Object.keys(inputs), output),
    environment: ENVIRONMENT,
    is_deterministic: false,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, { ...input, mode: 'rw_mount' }])
    )
  };
}

function importStep(step: Step, fields: Fields, sources: TransferSources) {
  const uri = sourceUri(step.name, child(fields, 'source'), sources);
  const type = /\.\w+$/.test(uri) ? 'uri_file' : 'uri_folder';
  return {
    ...step,
    inputs: { [SOURCE]: { jobInputType: type, uri } as const },
    component: {
      ...copier('merge_with_overwrite', { [SOURCE]: { type } }, 'sink'),
      outputs: { sink: { type: 'uri_folder' } }
    }
  };
}

/** The URI of imported data: a path of files that the workspace reads, or one below the target of a connection. */
function sourceUri(step: string, source: Fields, { findConnection }: TransferSources): string {
  const type = text(source, 'type', 'sourceType') ?? '';
  if (type !== 'file_system') throw fail('DatabaseNotServed', { step, type });
  const path = text(source, 'path') ?? '';
  if (URI.test(path)) return path;
  return belowConnection(step, nameFromId(text(source, 'connection') ?? ''), path, findConnection);
}

function belowConnection(
  step: string,
  name: string,
  path: string,
  findConnection: TransferSources['findConnection']
): string {
  const connection = findConnection?.(name);
  if (!connection) throw fail('ImportConnectionUnknown', { step, connection: name });
  const { target = '', category = 'unknown' } = connection;
  if (!URI.test(target) || !isReadable(category))
    throw fail('ImportSourceNotServed', { step, connection: name, category });
  return [withoutTrailingSlashes(target), path.replace(/^\/+/, '')].filter(Boolean).join('/');
}

/** Whether the data of a connection is blobs or plain files. */
function isReadable(category: string): boolean {
  return !/^(s3|ftp|sftp|git|snowflake|.*(sql|db|database).*)$/i.test(category);
}
