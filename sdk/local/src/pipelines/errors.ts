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
  InputTypeMismatch: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string; value: string; type: string }) =>
      `${p.where} has the value '${p.value}', and its component declares the type ${p.type}. Give a value of this type.`
  },
  InputNotInEnum: {
    code: 'UserError',
    status: 400,
    message: (p: { where: string; value: string; allowed: string[] }) =>
      `${p.where} has the value '${p.value}', which its component does not allow. Give one of these: ${p.allowed.join(', ')}.`
  },
  InputOutOfRange: {
    code: 'UserError',
    status: 400,
    message: (p: {
      where: string;
      value: string;
      min?: string | number | null;
      max?: string | number | null;
    }) =>
      `${p.where} has the value '${p.value}', and its component allows ${range(p.min, p.max)}. Give a value in this range.`
  },
  StepPortUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; noun: 'input' | 'output'; port: string; ports: string[] }) =>
      `The step '${p.step}' gives the ${p.noun} '${p.port}', which its component does not have. It has: ${p.ports.join(', ') || 'none'}.`
  },
  PipelinePortUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { noun: 'input' | 'output'; port: string; ports: string[] }) =>
      `The ${p.noun} '${p.port}' was given, which the pipeline's component does not have. It has: ${p.ports.join(', ') || 'none'}.`
  },
  StepCountInvalid: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; field: string; given: string; minimum: number }) =>
      `${p.field} of the step '${p.step}' is '${p.given}'; it must be a whole number of at least ${p.minimum}.`
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
  ParallelTaskIncomplete: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string }) =>
      `The task of the parallel step '${p.step}' needs an entry_script and an environment. Add them to its component.`
  },
  ParallelTaskNotServed: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; type: string }) =>
      `The task of the parallel step '${p.step}' is of type ${p.type}, and parallel steps run tasks of type run_function only, as in Azure ML. Load the model in the init() of an entry_script, or deploy it to a batch endpoint.`
  },
  ParallelInputUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; given: string; inputs: string[] }) =>
      `The input_data of the parallel step '${p.step}' is '${p.given}', which is none of its inputs. Set it to \${{inputs.NAME}}; the inputs are: ${p.inputs.join(', ') || 'none'}.`
  },
  StepComponentNotInRegistry: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; name: string; registry: string }) =>
      `The step '${p.step}' runs the component '${p.name}' of the registry '${p.registry}', which the local workspace does not have. Create a local registry '${p.registry}' and, from the component's file, the component in it, or use an Azure workspace.`
  },
  StepSweepsPipeline: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; type: string }) =>
      `The step '${p.step}' sweeps a component of type ${p.type}. The trial of a sweep is a command component.`
  },
  DataTransferNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { step: string; task: string }) =>
      `The local workspace does not run the task ${p.task} of the step '${p.step}': it writes to no database or store outside of the workspace. Write the data in a command step, or use an Azure workspace for it.`
  },
  DatabaseNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { step: string; type: string }) =>
      `The step '${p.step}' imports from a source of type '${p.type}', and the local workspace queries no databases. Export the table to files and register them as a data asset, or use an Azure workspace for it.`
  },
  ImportConnectionUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { step: string; connection: string }) =>
      `The step '${p.step}' imports by the connection '${p.connection}', which this workspace does not have. Create it first, or give the path as a URI such as azureml://datastores/NAME/paths/PATH.`
  },
  ImportSourceNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { step: string; connection: string; category: string }) =>
      `The step '${p.step}' imports by the connection '${p.connection}' of category ${p.category}, which the local workspace does not read. It reads datastores and blobs: register the files as a data asset, or use an Azure workspace for it.`
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

function range(min?: string | number | null, max?: string | number | null): string {
  const limits = [
    ...(min === undefined || min === null ? [] : [`at least ${min}`]),
    ...(max === undefined || max === null ? [] : [`at most ${max}`])
  ];
  return limits.join(' and ');
}

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
