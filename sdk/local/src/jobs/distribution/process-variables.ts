import type { CommandJob } from 'carry-ml/arm';
import { isMpi, nodeCount, type JobProcess } from './job-processes.js';
import { LOOPBACK_ADDRESS as ADDRESS, LOOPBACK_DEVICE } from './loopback.js';

/** The variables by which a job finds its node. A job that is not distributed is the only process of one node. */
export function nodeVariables(
  nodes: number,
  { node }: Pick<JobProcess, 'node'>
): Record<string, string> {
  return {
    AZUREML_NODE_COUNT: String(nodes),
    AZUREML_CR_NODE_RANK: String(node),
    AZ_BATCHAI_TASK_INDEX: String(node),
    AZ_BATCHAI_JOB_MASTER_NODE_IP: ADDRESS
  };
}

/** Number of ports that the processes of a job need to meet: one for all, with TensorFlow one for each. */
export function portCount(processes: readonly JobProcess[]): number {
  return processes.some(({ task }) => task) ? processes.length : 1;
}

/** The variables of one process of a distributed job, as Azure sets them. `ports` are free ports of this machine. */
export function processVariables(
  job: Pick<CommandJob, 'distribution' | 'resources'>,
  process: JobProcess,
  processes: readonly JobProcess[],
  ports: readonly number[]
): Record<string, string> {
  const nodes = nodeCount(job);
  const port = String(ports[0]);
  return {
    ...nodeVariables(nodes, process),
    AZUREML_CR_DISTRIBUTED_CONFIG: JSON.stringify({
      rank: process.node,
      host_list: Array<string>(nodes).fill(ADDRESS)
    }),
    ...(nodes > 1 ? clusterVariables(nodes, process, port) : {}),
    ...(process.task
      ? { TF_CONFIG: tensorFlowConfig(process.task, processes, ports) }
      : rankVariables(job, process, processes, port))
  };
}

/** Programs take these as the sign of a job on several nodes. */
function clusterVariables(nodes: number, { node }: JobProcess, port: string) {
  const hosts = Array<string>(nodes).fill(ADDRESS);
  return {
    AZ_BATCH_MASTER_NODE: `${ADDRESS}:${port}`,
    AZ_BATCH_HOST_LIST: hosts.join(','),
    AZ_BATCH_NODE_LIST: hosts.join(';'),
    AZ_BATCH_IS_CURRENT_NODE_MASTER: String(node === 0)
  };
}

function rankVariables(
  job: Pick<CommandJob, 'distribution' | 'resources'>,
  { rank, localRank, node }: JobProcess,
  processes: readonly JobProcess[],
  port: string
): Record<string, string> {
  const size = String(processes.length);
  const localSize = String(processes.filter(other => other.node === node).length);
  const meeting = {
    MASTER_ADDR: ADDRESS,
    MASTER_PORT: port,
    // Otherwise Gloo listens on the address of the host's name, which others can reach, and which a laptop may not have.
    GLOO_SOCKET_IFNAME: LOOPBACK_DEVICE
  };
  return isMpi(job)
    ? {
        ...meeting,
        AZ_BATCHAI_MPI_MASTER_NODE: ADDRESS,
        OMPI_COMM_WORLD_RANK: String(rank),
        OMPI_COMM_WORLD_SIZE: size,
        OMPI_COMM_WORLD_LOCAL_RANK: String(localRank),
        OMPI_COMM_WORLD_LOCAL_SIZE: localSize,
        // Open MPI's number of a process on its node, not that of the node.
        OMPI_COMM_WORLD_NODE_RANK: String(localRank),
        OMPI_UNIVERSE_SIZE: size
      }
    : {
        ...meeting,
        RANK: String(rank),
        WORLD_SIZE: size,
        LOCAL_RANK: String(localRank),
        LOCAL_WORLD_SIZE: localSize,
        NODE_RANK: String(node)
      };
}

/** The cluster and the task of a process, as TensorFlow reads them. */
function tensorFlowConfig(
  task: NonNullable<JobProcess['task']>,
  processes: readonly JobProcess[],
  ports: readonly number[]
): string {
  const cluster: Partial<Record<'ps' | 'worker', string[]>> = {};
  for (const [index, each] of processes.entries())
    if (each.task) (cluster[each.task.type] ??= []).push(`${ADDRESS}:${ports[index]}`);
  return JSON.stringify({ cluster, task, environment: 'cloud' });
}
