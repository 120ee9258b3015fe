import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandJob } from 'carry-ml/arm';
import type { StoredJob } from '../../store/job-store.js';
import { freePorts } from '../distribution/free-ports.js';
import type { JobProcess } from '../distribution/job-processes.js';
import { portCount, processVariables } from '../distribution/process-variables.js';
import type { LaunchedProcess } from '../supervision/leader.js';

/** The variable with the working folder in which a process starts. */
export const WORK_FOLDER = 'AZUREML_CR_EXECUTION_WORKING_DIR_PATH';

/**
 * Prepares the processes of a distributed job. The first node uses the folder of the job; each other node gets one of its own, so that
 * it can install packages and write files without the others, as on a machine of its own. `createNode` creates such a folder and returns
 * the variables of its environment.
 */
export async function prepareProcesses(
  { properties }: StoredJob<CommandJob>,
  layout: readonly JobProcess[],
  folder: string,
  createNode: (folder: string) => Promise<Record<string, string>>
): Promise<LaunchedProcess[]> {
  if (layout.length === 0) return [];
  const ports = await freePorts(portCount(layout));
  const nodes = new Map<number, { work: string; variables: Record<string, string> }>();
  const own = new Set(Object.keys(properties.environmentVariables ?? {}));
  const processes: LaunchedProcess[] = [];
  for (const process of layout) {
    const node = nodes.get(process.node) ?? (await prepareNode(process.node, folder, createNode));
    nodes.set(process.node, node);
    const variables = {
      ...node.variables,
      [WORK_FOLDER]: node.work,
      ...processVariables(properties, process, layout, ports)
    };
    processes.push({
      name: process.name,
      work: node.work,
      variables: Object.fromEntries(Object.entries(variables).filter(([name]) => !own.has(name))),
      isAwaited: process.isAwaited
    });
  }
  return processes;
}

async function prepareNode(
  node: number,
  folder: string,
  create: (folder: string) => Promise<Record<string, string>>
): Promise<{ work: string; variables: Record<string, string> }> {
  if (node === 0) return { work: join(folder, 'work'), variables: {} };
  const own = join(folder, 'nodes', String(node));
  await mkdir(own, { recursive: true, mode: 0o700 });
  const variables = await create(own);
  return { work: join(own, 'work'), variables };
}
