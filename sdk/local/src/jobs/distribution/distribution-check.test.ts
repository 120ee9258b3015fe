import { expect, it } from 'vitest';
import type { CommandJob, Distribution } from 'carry-ml/arm';
import { checkDistribution } from './distribution-check.js';

const check =
  (distribution: Distribution | null, instanceCount = 1) =>
  () => {
    const job: CommandJob = { jobType: 'Command', command: 'true', environmentId: 'e' };
    checkDistribution({ ...job, distribution, resources: { instanceCount } }, 16);
  };

it.each([
  ['Ray', 'ray.init()'],
  ['Horovod', 'PyTorch, MPI and TensorFlow']
])('the distribution %s is refused by name', (distributionType, instead) => {
  expect(check({ distributionType })).toThrow(
    expect.objectContaining({ code: 'NotImplemented', status: 501 })
  );
  expect(check({ distributionType })).toThrow(`'${distributionType}'`);
  expect(check({ distributionType })).toThrow(instead);
});

it('more processes than the limit are refused, with the setting that raises it', () => {
  const distributionType = 'PyTorch';
  expect(check({ distributionType, processCountPerInstance: 8 }, 2)).not.toThrow();
  expect(check({ distributionType, processCountPerInstance: 17 })).toThrow(
    /asks for 17 processes on 1 instance.* at most 16 .*'processLimit'/
  );
  expect(check({ distributionType, processCountPerInstance: 1e15 }, 1e15)).toThrow('processes');
  expect(
    check({ distributionType: 'TensorFlow', workerCount: 15, parameterServerCount: 2 })
  ).toThrow('asks for 17 processes');
});

it('a job without a distribution is one process, whatever its instances', () => {
  expect(check(null, 100)).not.toThrow();
});
