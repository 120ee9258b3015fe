import { describe, expect, it } from 'vitest';
import type { Distribution } from 'carry-ml/arm';
import { jobProcesses, processTitle } from './job-processes.js';

const processesOf = (distribution: Distribution, instanceCount?: number) =>
  jobProcesses({ distribution, resources: { instanceCount } })?.map(
    ({ name, node, localRank, task, isAwaited }) => ({
      name,
      node,
      localRank,
      ...(task ? { task: `${task.type} ${task.index}`, isAwaited } : {})
    })
  );

describe('the processes of a distributed job', () => {
  it.each(['PyTorch', 'Mpi', 'pytorch'])('are ranked node by node (%s)', distributionType => {
    expect(processesOf({ distributionType, processCountPerInstance: 2 }, 2)).toEqual([
      { name: 'std_log_process_0', node: 0, localRank: 0 },
      { name: 'std_log_process_1', node: 0, localRank: 1 },
      { name: 'std_log_process_2', node: 1, localRank: 0 },
      { name: 'std_log_process_3', node: 1, localRank: 1 }
    ]);
  });

  it('are one on each node when their number is not given', () => {
    expect(processesOf({ distributionType: 'PyTorch' }, 3)).toHaveLength(3);
    expect(processesOf({ distributionType: 'PyTorch' })).toHaveLength(1);
  });

  it('have logs that sort in the order of ranks', () => {
    const names = processesOf({ distributionType: 'Mpi', processCountPerInstance: 12 })?.map(
      ({ name }) => name
    );
    expect([names?.[0], names?.[11]]).toEqual(['std_log_process_00', 'std_log_process_11']);
  });

  it('are the workers of TensorFlow, as many as nodes when their number is not given', () => {
    expect(processesOf({ distributionType: 'TensorFlow' }, 2)).toEqual([
      { name: 'std_log_process_0', node: 0, localRank: 0, task: 'worker 0', isAwaited: true },
      { name: 'std_log_process_1', node: 1, localRank: 0, task: 'worker 1', isAwaited: true }
    ]);
  });

  it('have parameter servers among them, for whose end the job does not wait', () => {
    expect(
      processesOf({ distributionType: 'TensorFlow', workerCount: 2, parameterServerCount: 1 }, 2)
    ).toEqual([
      { name: 'std_log_node_00_ps', node: 0, localRank: 0, task: 'ps 0', isAwaited: false },
      { name: 'std_log_node_00_worker', node: 0, localRank: 1, task: 'worker 0', isAwaited: true },
      { name: 'std_log_node_01_worker', node: 1, localRank: 0, task: 'worker 1', isAwaited: true }
    ]);
  });
});

it.each([
  ['std_log_process_07', 'rank 7'],
  ['std_log_node_01_ps', 'ps 1'],
  ['std_log_node_00_worker', 'worker 0']
])('the process of the log %s is called %s', (name, title) => {
  expect(processTitle(name)).toBe(title);
});
