import { CarryError, defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/**
 * Why a pipeline is refused. `where` names the part of the pipeline that holds a binding, as the subject of a sentence: "The input 'x' of
 * the step 'y'".
 */
export const pipelineErrors = {
  PipelineTooDeep: {
    code: 'UserError',
    status: 400,
    message: (p: { max: number }) =>
      `Pipelines are nested more than ${p.max} deep. Does a pipeline component contain itself?`
  },
  PipelineCircular: {
    code: 'UserError',
    status: 400,
    message: (p: { steps: string[] }) =>
      `The steps of the pipeline wait for each other in a circle: ${p.steps.join(' <- ')}. Remove one of these bindings.`
  },
  FrameStepUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { setting: string; step: string; steps: string[] }) =>
      `The setting ${p.setting} names the step '${p.step}', which this pipeline does not have. Its steps are: ${p.steps.join(', ')}.`
  },
  FrameStepBound: {
    code: 'UserError',
    status: 400,
    message: (p: { setting: string; step: string; other: string }) =>
      `The step '${p.step}' is the pipeline's ${p.setting} and shares data with the step '${p.other}'. Such a step may have no bindings to other steps: remove the binding.`
  },
  FrameStepNamedTwice: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string }) =>
      `The step '${p.step}' cannot be both on_init and on_finalize of the pipeline. Name two steps.`
  },
  FrameWithoutSteps: {
    code: 'UserError',
    status: 400,
    message: () =>
      'The pipeline has no step but its on_init and on_finalize. Add a step that runs between them.'
  },
  BindingInvalid: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string; text: string }) =>
      `${p.where} refers to '\${{${p.text}}}', which is not a binding. Use \${{parent.inputs.NAME}}, \${{parent.outputs.NAME}} or \${{parent.jobs.STEP.outputs.NAME}}.`
  },
  BindingStepUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string; step: string; steps: string[] }) =>
      `${p.where} reads from the step '${p.step}', which this pipeline does not have. Its steps are: ${p.steps.join(', ')}.`
  },
  BindingOutputUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string; step: string; output: string; outputs: string[] }) =>
      `${p.where} reads the output '${p.output}' of the step '${p.step}', which has no such output. It has: ${p.outputs.join(', ') || 'none'}.`
  },
  BindingInputMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string; input: string; inputs: string[] }) =>
      `${p.where} reads the pipeline's input '${p.input}', which was not given. Given are: ${p.inputs.join(', ') || 'none'}.`
  },
  BindingTargetUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string; target: string; outputs: string[] }) =>
      `${p.where} goes to '${p.target}', which is not an output of this pipeline. Its outputs are: ${p.outputs.join(', ') || 'none'}.`
  },
  BindingMixesTextAndData: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string }) =>
      `${p.where} mixes text with data. Bind the data to an input of its own.`
  },
  StepInputMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string }) => `${p.where} was not given, and it has no default.`
  },
  StepPortUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; noun: 'input' | 'output'; port: string; ports: string[] }) =>
      `The step '${p.step}' gives the ${p.noun} '${p.port}', which its component does not have. It has: ${p.ports.join(', ') || 'none'}.`
  },
  StepComponentMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string }) =>
      `The step '${p.step}' has no componentId. Create its component first and name it there.`
  },
  StepComponentUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; id: string }) =>
      `The step '${p.step}' runs the component '${p.id}', which is not in this workspace. Create it first.`
  },
  StepSweepsPipeline: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string }) =>
      `The step '${p.step}' sweeps a pipeline. The trial of a sweep is a command component.`
  },
  StepTypeNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { step: string; type: string }) =>
      `The local workspace does not run pipeline steps of type ${p.type}, such as the step '${p.step}'. Use an Azure workspace for it.`
  },
  StepComponentTypeNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { step: string; type: string }) =>
      `The local workspace does not run components of type ${p.type}, such as that of the step '${p.step}'. Use an Azure workspace for it.`
  },
  StepOutputTypeNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { step: string; output: string; type: string }) =>
      `The output '${p.output}' of the step '${p.step}' is of type ${p.type}, which the local workspace does not store. Use an Azure workspace for it.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('PipelineTooDeep', { max })`. */
export const fail = defineErrors({ ...localErrors, ...pipelineErrors });

/** The same error, its message saying which step it concerns. */
export function ofStep(step: string, error: CarryError): CarryError {
  const { code, status, message, target } = error;
  return new CarryError(code, status, `The step '${step}' cannot run: ${message}`, {
    target,
    cause: error
  });
}
