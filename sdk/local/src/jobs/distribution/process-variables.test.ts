import { describe, expect, it } from 'vitest';
import type { Distribution } from 'carry-ml/arm';
import { jobProcesses } from './job-processes.js';
import { portCount, processVariables } from './process-variables.js';

/** The variables of each process of a job. */
function variablesOf(distribution: Distribution, instanceCount: number) {
  const job = { distribution, resources: { instanceCount } };
  const processes = jobProcesses(job) ?? [];
  const ports = Array.from({ length: portCount(processes) }, (_, index) => 20_000 + index);
  return processes.map(process => processVariables(job, process, processes, ports));
}

describe('the variables of a process', () => {
  it('of PyTorch are those that init_process_group reads, and the node', () => {
    const [, , third] = variablesOf({ distributionType: 'PyTorch', processCountPerInstance: 2 }, 2);
    expect(third).toMatchObject({
      ...{ MASTER_ADDR: '127.0.0.1', MASTER_PORT: '20000' },
      ...{ RANK: '2', WORLD_SIZE: '4', LOCAL_RANK: '0', LOCAL_WORLD_SIZE: '2', NODE_RANK: '1' },
      ...{ AZUREML_NODE_COUNT: '2', AZUREML_CR_NODE_RANK: '1', AZ_BATCHAI_TASK_INDEX: '1' },
      AZ_BATCH_MASTER_NODE: '127.0.0.1:20000',
      AZ_BATCH_HOST_LIST: '127.0.0.1,127.0.0.1',
      AZ_BATCH_IS_CURRENT_NODE_MASTER: 'false'
    });
    expect(JSON.parse(third?.AZUREML_CR_DISTRIBUTED_CONFIG ?? '')).toEqual({
      rank: 1,
      host_list: ['127.0.0.1', '127.0.0.1']
    });
  });

  it('of MPI are those of Open MPI', () => {
    const [, , third] = variablesOf({ distributionType: 'Mpi', processCountPerInstance: 2 }, 2);
    expect(third).toMatchObject({
      ...{ OMPI_COMM_WORLD_RANK: '2', OMPI_COMM_WORLD_SIZE: '4' },
      ...{ OMPI_COMM_WORLD_LOCAL_RANK: '0', OMPI_COMM_WORLD_LOCAL_SIZE: '2' },
      ...{ OMPI_COMM_WORLD_NODE_RANK: '0', AZ_BATCHAI_MPI_MASTER_NODE: '127.0.0.1' }
    });
    expect(third).not.toHaveProperty('RANK');
  });

  it('of TensorFlow are its task in the cluster, with an address of its own', () => {
    const all = variablesOf(
      { distributionType: 'TensorFlow', workerCount: 2, parameterServerCount: 1 },
      2
    );
    expect(all.map(({ TF_CONFIG = '' }) => JSON.parse(TF_CONFIG) as unknown)).toEqual(
      [
        { type: 'ps', index: 0 },
        { type: 'worker', index: 0 },
        { type: 'worker', index: 1 }
      ].map(task => ({
        cluster: { ps: ['127.0.0.1:20000'], worker: ['127.0.0.1:20001', '127.0.0.1:20002'] },
        task,
        environment: 'cloud'
      }))
    );
  });

  it('do not name a master of several nodes when there is one: programs take it as their sign', () => {
    const [only] = variablesOf({ distributionType: 'PyTorch', processCountPerInstance: 2 }, 1);
    expect(only).not.toHaveProperty('AZ_BATCH_MASTER_NODE');
  });
});
