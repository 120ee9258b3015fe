import type { Tensor } from '@tensorflow/tfjs-core';
import {
  attributeMessages,
  ELEMENT,
  type Attributes,
  type Constant,
  type Node
} from './onnx-messages.js';

/** Collects the nodes of a computation. Each method returns the name of the result, which later nodes use as input. */
export class OnnxGraph {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];

  /** Adds a node whose result gets an unused name. */
  add(opType: string, input: string[], attributes: Attributes = {}): string {
    const result = `${opType}_${this.nodes.length}`;
    this.addNamed([result], opType, input, attributes);
    return result;
  }

  /** Adds a node whose results get these names; an empty name is a result that no node uses. */
  addNamed(output: string[], opType: string, input: string[], attributes: Attributes = {}): void {
    this.nodes.push({ opType, input, output, attribute: attributeMessages(attributes) });
  }

  /** Adds a constant tensor; the caller still owns its memory. */
  constant(tensor: Tensor): string {
    return this.#constant(tensor.shape, ELEMENT.float32, tensor.dataSync<'float32'>());
  }

  /** Adds a constant of integers, such as axes and shapes. */
  integers(...numbers: number[]): string {
    return this.#constant([numbers.length], ELEMENT.int64, BigInt64Array.from(numbers.map(BigInt)));
  }

  #constant(dims: number[], dataType: number, numbers: ArrayBufferView): string {
    const name = `constant_${this.constants.length}`;
    const { buffer, byteOffset, byteLength } = numbers;
    // The format is little-endian, as is every machine on which Node runs TensorFlow.js.
    const rawData = new Uint8Array(buffer, byteOffset, byteLength).slice();
    this.constants.push({ name, dims, dataType, rawData });
    return name;
  }
}
