import type { INamespace, Root } from 'protobufjs';

/** ONNX's codes of the element types of a tensor. */
export const ELEMENT = { float32: 1, int64: 7 } as const;

/** ONNX's codes of the attribute types that are written here. */
const ATTRIBUTE = { INT: 2, FLOATS: 6, INTS: 7, STRINGS: 8 } as const;

/** The attributes of a node by name: an integer, a list of integers, of floats or of names. */
export type Attributes = Record<
  string,
  { i: number } | { ints: number[] } | { floats: number[] } | { names: string[] }
>;

/** A node of the computation graph. */
export interface Node {
  opType: string;
  input: string[];
  output: string[];
  attribute: object[];
}

/** A constant tensor; its elements are little-endian. */
export interface Constant {
  name: string;
  dims: number[];
  dataType: number;
  rawData: Uint8Array;
}

/** An input or output tensor. A name instead of a size means any size. */
export interface Port {
  name: string;
  shape: (number | string)[];
}

/** The content of a model file, as far as it is needed here. */
export interface OnnxModel {
  name: string;
  nodes: Node[];
  constants: Constant[];
  inputs: Port[];
  outputs: Port[];
  metadata: Record<string, string>;
}

/** The oldest operator set with all operators written here, so that old runtimes can read the file, and its file format. */
const OPSET = 13;
const IR_VERSION = 7;

const field = (id: number, type: string) => ({ id, type });
const list = (id: number, type: string) => ({ id, type, rule: 'repeated' });

/** The part of ONNX's protobuf schema (onnx/onnx.proto) that a small network needs; field numbers are ONNX's. */
const messages: INamespace = {
  nested: {
    Model: {
      fields: {
        irVersion: field(1, 'int64'),
        producerName: field(2, 'string'),
        graph: field(7, 'Graph'),
        opsetImport: list(8, 'Opset'),
        metadataProps: list(14, 'Property')
      }
    },
    Opset: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
    Property: { fields: { key: field(1, 'string'), value: field(2, 'string') } },
    Graph: {
      fields: {
        node: list(1, 'Node'),
        name: field(2, 'string'),
        initializer: list(5, 'Tensor'),
        input: list(11, 'ValueInfo'),
        output: list(12, 'ValueInfo')
      }
    },
    Node: {
      fields: {
        input: list(1, 'string'),
        output: list(2, 'string'),
        opType: field(4, 'string'),
        attribute: list(5, 'Attribute')
      }
    },
    Attribute: {
      fields: {
        name: field(1, 'string'),
        i: field(3, 'int64'),
        floats: list(7, 'float'),
        ints: list(8, 'int64'),
        strings: list(9, 'bytes'),
        type: field(20, 'int32')
      }
    },
    Tensor: {
      fields: {
        dims: list(1, 'int64'),
        dataType: field(2, 'int32'),
        name: field(8, 'string'),
        rawData: field(9, 'bytes')
      }
    },
    ValueInfo: { fields: { name: field(1, 'string'), type: field(2, 'Type') } },
    Type: { fields: { tensorType: field(1, 'TensorType') } },
    TensorType: { fields: { elemType: field(1, 'int32'), shape: field(2, 'Shape') } },
    Shape: { fields: { dim: list(1, 'Dimension') } },
    Dimension: { fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') } }
  }
};

/** Converts the attributes of a node to ONNX's messages. */
export function attributeMessages(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([name, value]) => {
    if ('i' in value) return { name, type: ATTRIBUTE.INT, i: value.i };
    if ('ints' in value) return { name, type: ATTRIBUTE.INTS, ints: value.ints };
    if ('floats' in value) return { name, type: ATTRIBUTE.FLOATS, floats: value.floats };
    return { name, type: ATTRIBUTE.STRINGS, strings: value.names.map(text => Buffer.from(text)) };
  });
}

/** Encodes a model file. */
export async function encodeOnnx(model: OnnxModel): Promise<Uint8Array> {
  const { name, nodes, constants, inputs, outputs } = model;
  const message = (await root()).lookupType('Model');
  return message
    .encode({
      irVersion: IR_VERSION,
      producerName: 'carry-ml',
      opsetImport: [{ domain: '', version: OPSET }],
      graph: {
        name,
        node: nodes,
        initializer: constants,
        input: inputs.map(valueInfo),
        output: outputs.map(valueInfo)
      },
      metadataProps: Object.entries(model.metadata).map(([key, value]) => ({ key, value }))
    })
    .finish();
}

/** Loads protobufjs on first use, so that predictions alone do not load it. */
async function root(): Promise<Root> {
  const { default: protobuf } = await import('protobufjs/light.js');
  return protobuf.Root.fromJSON(messages);
}

function valueInfo({ name, shape }: Port) {
  const dim = shape.map(size =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size }
  );
  return { name, type: { tensorType: { elemType: ELEMENT.float32, shape: { dim } } } };
}
