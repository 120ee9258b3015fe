import { isAzureName } from '../azure-name.js';
import { fail } from '../errors.js';
import type { PipelineSteps } from './pipeline-step.js';

/** The folders that a step reads and writes, by the name of the parameter that gets the path. */
export interface StepWiring {
  inputs: Record<string, StepOutputName>;
  outputs: string[];
}

/** An output of another step. */
export interface StepOutputName {
  step: string;
  output: string;
}

/** Azure ML's clients accept these names of steps. */
const STEP_NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * Reads which step uses which output, and checks that all of it exists and that no step waits for itself.
 *
 * @throws CarryError `PipelineInvalid`
 */
export function planWiring(steps: PipelineSteps): Record<string, StepWiring> {
  const names = Object.keys(steps);
  if (names.length === 0) throw fail('PipelineEmpty');
  for (const step of names) {
    if (!STEP_NAME.test(step)) throw fail('PipelineStepNameInvalid', { step }, { target: step });
  }
  const wiring = Object.fromEntries(names.map(step => [step, wiringOf(step, steps)]));
  checkOrder(wiring);
  return wiring;
}

function wiringOf(step: string, steps: PipelineSteps): StepWiring {
  const { inputs = {}, outputs = [], parameters = {} } = steps[step] ?? {};
  const ports = [...Object.keys(inputs), ...outputs];
  for (const [i, port] of ports.entries()) {
    const names = { step, port };
    if (!isAzureName(port)) throw fail('PipelinePortInvalid', names, { target: step });
    if (ports.indexOf(port) < i || parameters[port] !== undefined) {
      throw fail('PipelinePortTwice', names, { target: step });
    }
  }
  return {
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([input, from]) => [input, outputNamed(step, input, from, steps)])
    ),
    outputs: [...outputs]
  };
}

function outputNamed(
  step: string,
  input: string,
  from: string,
  steps: PipelineSteps
): StepOutputName {
  const [source = '', output = '', ...more] = from.split('.');
  if (more.length > 0 || !steps[source]?.outputs?.includes(output)) {
    const known = Object.entries(steps).flatMap(([name, { outputs = [] }]) =>
      name === step ? [] : outputs.map(each => `${name}.${each}`)
    );
    throw fail('PipelineOutputUnknown', { step, input, from, known }, { target: step });
  }
  return { step: source, output };
}

/** Removes the steps that wait for no other one, again and again; steps that are left wait for one another. */
function checkOrder(wiring: Record<string, StepWiring>): void {
  let left = Object.keys(wiring);
  for (;;) {
    const waiting = left.filter(step =>
      Object.values(wiring[step]?.inputs ?? {}).some(source => left.includes(source.step))
    );
    if (waiting.length === 0) return;
    if (waiting.length === left.length) {
      throw fail('PipelineStepsCircular', { steps: waiting }, { target: waiting[0] });
    }
    left = waiting;
  }
}
