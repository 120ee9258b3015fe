import { bindingsIn } from './bindings.js';
import { fail } from './errors.js';
import { givenText, type Step } from './step.js';

/** Maps each step to the steps whose outputs it reads. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The graph of steps by the outputs that they read; throws for a binding to a step that the pipeline does not have. */
export function graphOf(steps: readonly Step[]): Graph {
  const names = steps.map(step => step.name);
  const graph = new Map<string, string[]>();
  for (const step of steps) {
    const upstream = new Set<string>();
    for (const [input, given] of Object.entries(step.inputs)) {
      const where = `The input '${input}' of the step '${step.name}'`;
      for (const binding of bindingsIn(givenText(given), where)) {
        if (binding.kind !== 'step') continue;
        if (!names.includes(binding.step))
          throw fail('BindingStepUnknown', { where, step: binding.step, steps: names });
        upstream.add(binding.step);
      }
    }
    graph.set(step.name, [...upstream]);
  }
  return graph;
}

/** The steps in topological order, each after those it reads from; throws for a circle and names its steps. */
export function orderOf(graph: Graph): string[] {
  const order: string[] = [];
  const done = new Set<string>();
  const visit = (step: string, path: readonly string[]): void => {
    if (done.has(step)) return;
    const circle = path.indexOf(step);
    if (circle >= 0) throw fail('PipelineCircular', { steps: [...path.slice(circle), step] });
    for (const upstream of graph.get(step) ?? []) visit(upstream, [...path, step]);
    done.add(step);
    order.push(step);
  };
  for (const step of graph.keys()) visit(step, []);
  return order;
}
