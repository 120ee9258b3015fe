import { concat, expandDims, split, tidy, transpose, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AdderCard } from '../adder.js';
import { ALPHABET } from '../data.js';
import { fail } from '../errors.js';
import { OnnxGraph } from './onnx-graph.js';
import { encodeOnnx } from './onnx-messages.js';

type Layer = LayersModel['layers'][number];

/** The names of the input, encoded as by `toTensor`, and of the two outputs. */
export const PORTS = {
  question: 'question',
  logits: 'logits',
  probabilities: 'probabilities'
} as const;

/**
 * Converts a network to ONNX: question [sums, steps, alphabet] -> logits and probabilities [sums, steps, alphabet].
 * The number of sums is variable; with `carry`, the number of steps is too.
 *
 * @throws CarryError `LayerNotExportable`
 */
export async function toOnnx(model: LayersModel, card: AdderCard): Promise<Uint8Array> {
  const graph = new OnnxGraph();
  let x: string = PORTS.question;
  for (const layer of model.layers) x = translate(graph, layer, x);
  graph.addNamed([PORTS.logits], 'Identity', [x]);
  graph.addNamed([PORTS.probabilities], 'Softmax', [PORTS.logits], { axis: { i: -1 } });
  const shape = (sizes: (number | null)[]) => ['sums', sizes[1] ?? 'steps', ALPHABET.length];
  const answer = shape(model.outputShape as number[]);
  return encodeOnnx({
    name: card.arch,
    nodes: graph.nodes,
    constants: graph.constants,
    inputs: [{ name: PORTS.question, shape: shape(model.inputs[0]?.shape ?? []) }],
    outputs: [
      { name: PORTS.logits, shape: answer },
      { name: PORTS.probabilities, shape: answer }
    ],
    metadata: { alphabet: ALPHABET, card: JSON.stringify(card) }
  });
}

type Translation = (graph: OnnxGraph, layer: Layer, x: string) => string;

/** Translates each kind of layer. Between layers, tensors are [sums, steps, units] or [sums, units]. */
const translations: Record<string, Translation> = {
  InputLayer: (_, __, x) => x,
  Dense: dense,
  SimpleRNN: simpleRnn,
  LSTM: lstm,
  RepeatVector: (graph, layer, x) => {
    const [, steps] = layer.outputShape as number[];
    const column = graph.add('Unsqueeze', [x, graph.integers(1)]);
    return graph.add('Expand', [column, graph.integers(1, steps ?? 1, 1)]);
  }
};

function translate(graph: OnnxGraph, layer: Layer, x: string): string {
  const kind = layer.getClassName();
  const translation = translations[kind];
  if (!translation) throw fail('LayerNotExportable', { layer: layer.name, kind });
  return tidy(() => translation(graph, layer, x));
}

function dense(graph: OnnxGraph, layer: Layer, x: string): string {
  const [kernel, bias] = layer.getWeights() as [Tensor, Tensor];
  const product = graph.add('MatMul', [x, graph.constant(kernel)]);
  const sum = graph.add('Add', [product, graph.constant(bias)]);
  const { activation } = layer.getConfig();
  // The last layer's softmax is added at the end, so that the logits are an output too.
  return activation === 'softmax'
    ? sum
    : graph.add(operation({ relu: 'Relu' }, layer, activation), [sum]);
}

/** h' = tanh(x W + h R + b). ONNX's weights have one row, not one column, per unit, and one bias per product. */
function simpleRnn(graph: OnnxGraph, layer: Layer, x: string): string {
  const [kernel, recurrent, bias] = layer.getWeights() as [Tensor, Tensor, Tensor];
  const weights = [transpose(kernel), transpose(recurrent), concat([bias, zerosLike(bias)])];
  const { activation } = layer.getConfig();
  operation({ tanh: 'Tanh' }, layer, activation);
  return overSteps(graph, layer, x, 'RNN', weights);
}

function lstm(graph: OnnxGraph, layer: Layer, x: string): string {
  const [kernel, recurrent, bias] = layer.getWeights() as [Tensor, Tensor, Tensor];
  const biases = inOnnxOrder(bias);
  const weights = [
    inOnnxOrder(transpose(kernel)),
    inOnnxOrder(transpose(recurrent)),
    concat([biases, zerosLike(biases)])
  ];
  const { activation, recurrentActivation } = layer.getConfig();
  const gate = operation({ hardSigmoid: 'HardSigmoid' }, layer, recurrentActivation);
  const state = operation({ tanh: 'Tanh' }, layer, activation);
  return overSteps(graph, layer, x, 'LSTM', weights, {
    activations: { names: [gate, state, state] },
    // hardSigmoid(x) = 0.2 x + 0.5, clipped to 0 … 1.
    activation_alpha: { floats: [0.2] },
    activation_beta: { floats: [0.5] }
  });
}

/** Reorders gates: TensorFlow.js has input, forget, cell, output; ONNX has input, output, forget, cell. */
function inOnnxOrder(gates: Tensor): Tensor {
  const [input, forget, cell, output] = split(gates, 4) as [Tensor, Tensor, Tensor, Tensor];
  return concat([input, output, forget, cell]);
}

/** Adds a recurrent layer. ONNX's recurrent operators read [steps, sums, units] and have an axis for the one direction. */
function overSteps(
  graph: OnnxGraph,
  layer: Layer,
  x: string,
  opType: string,
  weights: Tensor[],
  attributes = {}
): string {
  const { units, returnSequences } = layer.getConfig();
  const constants = weights.map(tensor => graph.constant(expandDims(tensor, 0)));
  const stepsFirst = graph.add('Transpose', [x], { perm: { ints: [1, 0, 2] } });
  const [all, last] = [`${layer.name}_all`, `${layer.name}_last`];
  graph.addNamed([all, last], opType, [stepsFirst, ...constants], {
    hidden_size: { i: units as number },
    ...attributes
  });
  if (!returnSequences) return graph.add('Squeeze', [last, graph.integers(0)]);
  const oneDirection = graph.add('Squeeze', [all, graph.integers(1)]);
  return graph.add('Transpose', [oneDirection], { perm: { ints: [1, 0, 2] } });
}

function operation(known: Record<string, string>, layer: Layer, activation: unknown): string {
  const found = known[String(activation)];
  if (found) return found;
  throw fail('LayerNotExportable', { layer: layer.name, kind: `activation ${String(activation)}` });
}
