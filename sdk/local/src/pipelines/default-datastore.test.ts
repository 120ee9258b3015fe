import { beforeEach, describe, expect, it } from 'vitest';
import type { PipelineJob } from 'carry-ml/arm';
import { component, pipelineOf, TestPipelines } from './conductor.test-support.js';

describe('the default datastore of a pipeline', () => {
  let at: TestPipelines;
  beforeEach(() => {
    at = new TestPipelines();
  });
  const folder = (datastore: string, job: string) =>
    `azureml://datastores/${datastore}/paths/azureml/${job}/o`;
  const output = (uri?: string) => ({ o: { jobOutputType: 'uri_folder' as const, uri } });
  const inLab = { default_datastore: 'azureml:lab' };

  /** The URI of the output of each job, by the path of its step. */
  const planned = (given: PipelineJob) => {
    const jobs = at.plan({ name: 'p', by: 'ada' }, given);
    const pathOf = ({ parent }: (typeof jobs)[number]): string => {
      const outer = jobs.find(({ name }) => name === parent?.job);
      return parent && outer ? `${pathOf(outer)}/${parent.step}` : 'p';
    };
    return Object.fromEntries(
      jobs.map(job => [pathOf(job), { name: job.name, uri: job.properties.outputs?.o?.uri }])
    );
  };

  it('gets the outputs of steps and of the pipeline that have no path', () => {
    const given = pipelineOf({ a: undefined, b: 'a', c: undefined }, inLab);
    const path = 'azureml://datastores/workspaceblobstore/paths/mine';
    Object.assign(given.jobs?.b ?? {}, { outputs: { o: '${{parent.outputs.o}}' } });
    Object.assign(given.jobs?.c ?? {}, { outputs: { o: path } });
    const jobs = planned({ ...given, outputs: output() });
    expect(jobs.p?.uri).toBe(folder('lab', 'p'));
    expect(jobs['p/a']?.uri).toBe(folder('lab', jobs['p/a']?.name ?? ''));
    expect(jobs['p/b']?.uri).toBe(folder('lab', 'p'));
    expect(jobs['p/c']?.uri).toBe(path);
  });

  it('is in the placeholder of an output of the pipeline', () => {
    const uri = 'azureml://datastores/${{default_datastore}}/paths/${{name}}/';
    const given = { ...pipelineOf({ a: undefined }, inLab), outputs: output(uri) };
    expect(planned(given).p?.uri).toBe('azureml://datastores/lab/paths/p/');
  });

  it('is read by the next step from there', () => {
    const [, a, b] = at.plan({ name: 'p', by: 'ada' }, pipelineOf({ a: undefined, b: 'a' }, inLab));
    expect(b?.properties.inputs?.i?.uri).toBe(folder('lab', a?.name ?? ''));
  });

  it.each(['workspaceblobstore', 'azureml:WorkspaceBlobStore'])(
    'changes nothing if it is that of the workspace (%s)',
    name => {
      const jobs = planned(pipelineOf({ a: undefined }, { default_datastore: name }));
      expect(jobs['p/a']?.uri).toBeUndefined();
    }
  );

  describe('with a pipeline as a step', () => {
    const nested = (settings: object, inner?: object) => {
      const { outputs } = component;
      const jobs = {
        last: { componentId: 'azureml:c:1', outputs: { o: '${{parent.outputs.o}}' } },
        side: { componentId: 'azureml:c:1' }
      };
      const componentSpec = { type: 'pipeline', outputs, jobs, settings: inner };
      at.components.putVersion('inner', '1', { componentSpec }, 'ada');
      return planned({
        jobType: 'Pipeline',
        settings: settings as Record<string, unknown>,
        jobs: { inside: { type: 'pipeline', componentId: 'azureml:inner:1' } }
      });
    };

    it.each([
      ['that of the outer one', inLab, undefined, 'lab'],
      ['its own', { default_datastore: 'workspacefilestore' }, { defaultDatastore: 'lab' }, 'lab'],
      ['its own alone', {}, inLab, 'lab']
    ])('is %s', (_which, outer, inner, datastore) => {
      const jobs = nested(outer, inner);
      const inside = jobs['p/inside']?.name ?? '';
      expect(jobs['p/inside']?.uri).toBe(folder(datastore, inside));
      expect(jobs['p/inside/last']?.uri).toBe(folder(datastore, inside));
      const side = jobs['p/inside/side'];
      expect(side?.uri).toBe(folder(datastore, side?.name ?? ''));
    });

    it('is refused if the inner pipeline names one that does not exist', () => {
      expect(() => nested({}, { default_datastore: 'nowhere' })).toThrow(
        "The step 'inside' cannot run: There is no datastore named 'nowhere'"
      );
    });
  });

  it('is refused if it does not exist, even if every output has a path', () => {
    const settings = { default_datastore: 'azureml:nowhere' };
    for (const steps of [{ a: undefined }, {}])
      expect(() => planned(pipelineOf(steps, settings))).toThrow(
        expect.objectContaining({
          code: 'ResourceNotFound',
          message: expect.stringContaining("no datastore named 'nowhere'") as string
        })
      );
  });

  it('is refused for an output if this workspace cannot write it', () => {
    const settings = { default_datastore: 'elsewhere' };
    const given = { ...pipelineOf({ a: undefined }, settings), outputs: output() };
    expect(() => planned(given)).toThrow(
      "The output 'o' is directed to 'azureml://datastores/elsewhere/paths/azureml/p/o', which"
    );
  });
});

describe('the default compute of a pipeline', () => {
  it('is refused if it does not exist, even if every step names another', () => {
    const given = pipelineOf({ a: undefined }, { default_compute: 'azureml:nowhere' });
    Object.assign(given.jobs?.a ?? {}, { computeId: 'azureml:cpu' });
    expect(() => new TestPipelines().plan({ name: 'p', by: 'ada' }, given)).toThrow(
      "Unknown compute 'nowhere'"
    );
  });
});
