import { describe, expect, it } from 'vitest';
import type { PipelineJob } from 'carry-ml/arm';
import type { CommandComponent } from './component.js';
import { planSteps } from './plan.js';
import { readSteps } from './step.js';

const train: CommandComponent = {
  type: 'command',
  command: 'train ${{inputs.rate}}',
  environment: 'azureml:e:1',
  inputs: {
    rate: { type: 'number', default: '0.1' },
    data: { type: 'uri_folder', optional: true }
  },
  outputs: { model: { type: 'uri_folder' } }
};
const score: CommandComponent = {
  type: 'command',
  command: 'score ${{inputs.model}}',
  environment: 'azureml:e:1',
  inputs: { model: { type: 'uri_folder', mode: 'direct' } },
  outputs: { report: { type: 'uri_folder', mode: 'upload' } }
};

/** Plans the steps `fit`, which trains, and `rate`, which scores its input. */
function plan(
  fit: { inputs?: object; outputs?: object; computeId?: string },
  rate: { inputs?: object; outputs?: object },
  pipeline: Partial<PipelineJob> = {}
) {
  const steps = readSteps({
    fit: { componentId: 'azureml:train:1', ...fit },
    rate: { componentId: 'azureml:score:1', ...rate }
  }).map(step => ({
    ...step,
    component: step.name === 'fit' ? train : score,
    job: `job-of-${step.name}`
  }));
  return planSteps({ name: 'p', properties: { jobType: 'Pipeline', ...pipeline } }, steps);
}
const readsModel = { inputs: { model: { value: '${{parent.jobs.fit.outputs.model}}' } } };

describe('the jobs of a pipeline', () => {
  it('read the output of another step from the URI to which that step writes', () => {
    expect(plan({}, readsModel)[1]?.inputs?.model).toEqual({
      jobInputType: 'uri_folder',
      uri: 'azureml://jobs/job-of-fit/outputs/model',
      mode: 'Direct'
    });
  });

  it("have outputs of Azure's former type of folders, which older components declare", () => {
    const older = { ...train, outputs: { model: { type: 'path' } } };
    const step = {
      ...readSteps({ fit: { componentId: 'azureml:train:1' } })[0]!,
      component: older
    };
    const [fit] = planSteps({ name: 'p', properties: { jobType: 'Pipeline' } }, [
      { ...step, job: 'job-of-fit' }
    ]);
    expect(fit?.outputs?.model?.jobOutputType).toBe('uri_folder');
  });

  it('write each to a folder of their own where one template names the folder', () => {
    const template =
      'azureml://datastores/${{default_datastore}}/paths/${{parent.name}}/${{name}}/${{output_name}}/';
    const outputs = (name: string) => ({ outputs: { [name]: { uri: template } } });
    const settings = { default_datastore: 'azureml:lab' };
    const [fit, rate] = plan(
      outputs('model'),
      { ...outputs('report'), ...readsModel },
      { settings }
    );
    const model = 'azureml://datastores/lab/paths/p/job-of-fit/model/';
    const report = 'azureml://datastores/lab/paths/p/job-of-rate/report/';
    expect(fit).toMatchObject({ outputs: { model: { uri: model } } });
    expect(rate).toMatchObject({
      inputs: { model: { uri: model } },
      outputs: { report: { uri: report } }
    });
  });

  it('get data in the mode of the step, else in that of the component', () => {
    const uri = 'azureml://datastores/workspaceblobstore/paths/x/';
    const given = { best: { jobInputType: 'uri_folder', uri } } as const;
    const modeOf = (input: object) =>
      plan({}, { inputs: { model: input } }, { inputs: given })[1]?.inputs?.model?.mode;
    const bound = { job_input_type: 'literal', value: '${{parent.inputs.best}}' };
    const direct = { job_input_type: 'uri_folder', uri };
    for (const input of [bound, direct, readsModel.inputs.model]) {
      expect(modeOf(input)).toBe('Direct');
      expect(modeOf({ ...input, mode: 'Download' })).toBe('Download');
    }
  });

  it('have the modes of the contract, whichever words say them', () => {
    const modes = (input: string, output: string) => {
      const [fit, rate] = plan(
        { outputs: { model: { mode: output } } },
        { inputs: { model: { ...readsModel.inputs.model, mode: input } } }
      );
      return [rate?.inputs?.model?.mode, fit?.outputs?.model?.mode];
    };
    expect(modes('ro_mount', 'rw_mount')).toEqual(['ReadOnlyMount', 'ReadWriteMount']);
    expect(modes('eval_mount', 'upload')).toEqual(['EvalMount', 'Upload']);
    expect(modes('readOnlyMount', 'mount')).toEqual(['ReadOnlyMount', 'ReadWriteMount']);
    expect(modes('of-the-future', 'Direct')).toEqual(['of-the-future', 'Direct']);
  });

  it('write outputs in the mode of the step, else in that of the component', () => {
    const modeOf = (output: object) =>
      plan({}, { ...readsModel, outputs: { report: output } })[1]?.outputs?.report?.mode;
    expect(modeOf({})).toBe('Upload');
    expect(modeOf({ mode: 'ReadWriteMount' })).toBe('ReadWriteMount');
  });

  it('write an output of the pipeline to its final URI, from which other steps read it', () => {
    const jobs = plan(
      { outputs: { model: { value: '${{parent.outputs.best}}', mode: 'Upload' } } },
      readsModel,
      { outputs: { best: { jobOutputType: 'uri_folder' } } }
    );
    const uri = 'azureml://datastores/workspaceblobstore/paths/azureml/p/best';
    expect(jobs[0]?.outputs?.model).toEqual({ jobOutputType: 'uri_folder', uri, mode: 'Upload' });
    expect(jobs[1]?.inputs?.model).toEqual({ jobInputType: 'uri_folder', uri, mode: 'Direct' });
  });

  it('get the inputs of the pipeline, literal or data, and the defaults of their component', () => {
    const inputs: PipelineJob['inputs'] = {
      lr: { jobInputType: 'literal', value: '0.5' },
      table: { jobInputType: 'uri_folder', uri: 'azureml:table:1' }
    };
    const given = (fit: object) => plan({ inputs: fit }, readsModel, { inputs })[0]?.inputs;
    expect(
      given({
        rate: { value: '${{parent.inputs.lr}}' },
        data: { value: '${{parent.inputs.table}}' }
      })
    ).toEqual({ rate: inputs.lr, data: inputs.table });
    expect(given({ rate: { value: '1${{parent.inputs.lr}}' } })).toEqual({
      rate: { jobInputType: 'literal', value: '10.5' }
    });
    expect(given({ rate: 2 })).toEqual({ rate: { jobInputType: 'literal', value: '2' } });
    expect(given({ data: { value: '${{parent.inputs.left_out}}' } })).toEqual({
      rate: { jobInputType: 'literal', value: '0.1' }
    });
  });

  it('run on the compute of their step, otherwise on the default of the pipeline', () => {
    const computes = plan({ computeId: 'own' }, readsModel, {
      computeId: 'last',
      settings: { default_compute: 'usual' }
    }).map(job => job.computeId);
    expect(computes).toEqual(['own', 'usual']);
    expect(plan({}, readsModel, { computeId: 'last' })[0]?.computeId).toBe('last');
    expect(plan({}, readsModel, { settings: { defaultCompute: 'serverless' } })[0]?.computeId).toBe(
      undefined
    );
  });

  it.each([
    [
      'an output that the step does not have',
      {},
      { model: { value: '${{parent.jobs.fit.outputs.x}}' } },
      "reads the output 'x' of the step 'fit', which has no such output. It has: model."
    ],
    [
      "a pipeline's input that was not given",
      {},
      { model: { value: '${{parent.inputs.m}}' } },
      "reads the pipeline's input 'm', which was not given. Given are: none."
    ],
    [
      'an input without a value',
      {},
      {},
      "The input 'model' of the step 'rate' was not given, and it has no default."
    ],
    [
      'an input that the component does not have',
      { inputs: { y: { value: '1' } } },
      readsModel.inputs,
      "gives the input 'y', which its component does not have. It has: rate, data."
    ],
    [
      'an output that the component does not have',
      { outputs: { z: {} } },
      readsModel.inputs,
      "gives the output 'z', which its component does not have. It has: model."
    ],
    [
      'an unknown output of the pipeline',
      { outputs: { model: { value: '${{parent.outputs.q}}' } } },
      readsModel.inputs,
      'which is not an output of this pipeline. Its outputs are: none.'
    ],
    [
      'data inside a text',
      { inputs: { rate: { value: 'a${{parent.jobs.rate.outputs.report}}' } } },
      readsModel.inputs,
      'mixes text with data'
    ]
  ])('reject %s', (_what, fit, inputs, message) => {
    expect(() => plan(fit, { inputs })).toThrow(message);
  });
});
