import type { Tensor } from '@tensorflow/tfjs-core';
import {
  attributeMessages,
  ELEMENT,
  type Attributes,
  type Constant,
  type Node
} from './onnx-messages.js';

/** Collects the steps of a computation. Each answers the name of its result, by which the next ones read it. */
export class OnnxGraph {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];

  /** Adds a step whose result gets a name that is free. */
  add(opType: string, input: string[], attributes: Attributes = {}): string {
    const result = `${opType}_${this.nodes.length}`;
    this.addNamed([result], opType, input, attributes);
    return result;
  }

  /** Adds a step whose results get these names; an empty name is a result that nobody reads. */
  addNamed(output: string[], opType: string, input: string[], attributes: Attributes = {}): void {
    this.nodes.push({ opType, input, output, attribute: attributeMessages(attributes) });
  }

  /** Adds a tensor that stays the same; its memory remains the caller's. */
  constant(tensor: Tensor): string {
    return this.#constant(tensor.shape, ELEMENT.float32, tensor.dataSync<'float32'>());
  }

  /** Adds whole numbers, such as axes and shapes. */
  integers(...numbers: number[]): string {
    return this.#constant([numbers.length], ELEMENT.int64, BigInt64Array.from(numbers.map(BigInt)));
  }

  #constant(dims: number[], dataType: number, numbers: ArrayBufferView): string {
    const name = `constant_${this.constants.length}`;
    const { buffer, byteOffset, byteLength } = numbers;
    // Every machine that Node runs TensorFlow.js on is little-endian, as the format wants it.
    const rawData = new Uint8Array(buffer, byteOffset, byteLength).slice();
    this.constants.push({ name, dims, dataType, rawData });
    return name;
  }
}
