import type { CommandJob } from 'carry-ml/arm';

/** One of the processes that run the command of a distributed job. */
export interface JobProcess {
  /** The name of its log, without the extension. Azure's clients find logs by it. */
  name: string;
  rank: number;
  /** The node to which it belongs. All nodes are this machine; each has a working folder of its own. */
  node: number;
  /** Its number among the processes of its node. */
  localRank: number;
  /** Its task, in a job of TensorFlow. */
  task?: { type: 'ps' | 'worker'; index: number };
  /** False for a parameter server, which serves until the workers have ended. */
  isAwaited: boolean;
}

type Distributed = Pick<CommandJob, 'distribution' | 'resources'>;

/** Number of nodes of a job. */
export function nodeCount({ resources }: Pick<CommandJob, 'resources'>): number {
  return resources?.instanceCount ?? 1;
}

/** Number of processes of a distributed job; undefined for a distribution that this machine does not run. */
export function processCount(job: Distributed): number | undefined {
  switch (typeOf(job)) {
    case 'pytorch':
    case 'mpi':
      return nodeCount(job) * perNode(job);
    case 'tensorflow':
      return workerCount(job) + serverCount(job);
    default:
      return undefined;
  }
}

/**
 * Returns the processes of a distributed job; the log of the first is the one that Azure's clients stream. Undefined for a job that is
 * not distributed, and for a distribution that this machine does not run.
 */
export function jobProcesses(job: Distributed): JobProcess[] | undefined {
  const count = processCount(job);
  if (count === undefined) return undefined;
  return typeOf(job) === 'tensorflow' ? tensorFlowProcesses(job) : rankedProcesses(count, job);
}

/** The name of mpirun's own log, without the extension, as in Azure. */
export const MPI_LOG = 'mpi_log';

/** Returns the name of a process for messages, such as `rank 3` or `ps 0`, from that of its log. */
export function processTitle(name: string): string {
  if (name === MPI_LOG) return 'mpirun';
  const [, number, task] = /_(\d+)(?:_([a-z]+))?$/.exec(name) ?? [];
  return `${task ?? 'rank'} ${Number(number)}`;
}

/** Whether the processes of a job communicate by MPI. */
export function isMpi(job: Distributed): boolean {
  return typeOf(job) === 'mpi';
}

function typeOf({ distribution }: Distributed): string | undefined {
  return distribution?.distributionType.toLowerCase();
}

function perNode({ distribution }: Distributed): number {
  return distribution?.processCountPerInstance ?? 1;
}

function workerCount(job: Distributed): number {
  return job.distribution?.workerCount ?? nodeCount(job);
}

function serverCount({ distribution }: Distributed): number {
  return distribution?.parameterServerCount ?? 0;
}

function rankedProcesses(count: number, job: Distributed): JobProcess[] {
  return times(count, rank => ({
    name: `std_log_process_${numbered(rank, count)}`,
    rank,
    node: Math.floor(rank / perNode(job)),
    localRank: rank % perNode(job),
    isAwaited: true
  }));
}

/** The tasks of each type are dealt to the nodes in turn. With parameter servers, the logs are named after the tasks, as in Azure. */
function tensorFlowProcesses(job: Distributed): JobProcess[] {
  const nodes = nodeCount(job);
  const servers = serverCount(job);
  const workers = workerCount(job);
  const tasks = [...tasksOf('ps', servers), ...tasksOf('worker', workers)];
  return tasks.map((task, rank) => ({
    name:
      servers > 0
        ? `std_log_node_${String(task.index).padStart(2, '0')}_${task.type}`
        : `std_log_process_${numbered(rank, workers)}`,
    rank,
    node: task.index % nodes,
    localRank: tasks.slice(0, rank).filter(other => other.index % nodes === task.index % nodes)
      .length,
    task,
    isAwaited: task.type === 'worker'
  }));
}

function tasksOf<T extends 'ps' | 'worker'>(type: T, count: number): { type: T; index: number }[] {
  return times(count, index => ({ type, index }));
}

/** Numbers of the same length, so that the names sort in their order. */
function numbered(rank: number, count: number): string {
  return String(rank).padStart(String(count - 1).length, '0');
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
