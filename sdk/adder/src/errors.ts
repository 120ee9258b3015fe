import { CarryError, type ErrorFacts } from './carry-error.js';

const ACCEPTED =
  "Write two whole numbers in decimal digits with one plus between them, such as '20+30'";

/** The errors of the adder. A code is never renamed. */
export const adderErrors = {
  SumEmpty: {
    status: 400,
    message: () => `There is nothing to add: the text is empty. ${ACCEPTED}.`
  },
  SumMalformed: {
    status: 400,
    message: (p: { text: string }) =>
      `'${p.text}' is not a sum that the adder can read. ${ACCEPTED}.`
  },
  OperandNegative: {
    status: 400,
    message: (p: { text: string }) =>
      `'${p.text}' has a negative number, and the adder has only learned 0 and above. ${ACCEPTED}.`
  },
  OperandTooLong: {
    status: 400,
    message: (p: { digits: number; limit: number }) =>
      `A number has ${p.digits} digits; this adder accepts at most ${p.limit}. Shorten it, or train the architecture 'carry' with 3 digits or more, which then accepts 1000.`
  },
  OptionInvalid: {
    status: 400,
    message: (p: { name: string; value: string; accepted: string }) =>
      `The option ${p.name} cannot be '${p.value}'. It must be ${p.accepted}.`
  },
  BackendMissing: {
    status: 424,
    message: () =>
      "The native backend is missing: '@tensorflow/tfjs-node' is not installed or has no binary. In a checkout 'npm run setup:native' installs both; elsewhere 'npm install @tensorflow/tfjs-node'. Or use the backend 'wasm'."
  },
  OnnxRuntimeMissing: {
    status: 424,
    message: () =>
      "ONNX Runtime is missing: the package 'onnxruntime-node' is not installed or has no binary. Run 'npm install onnxruntime-node', or use 'load', which needs no other package."
  },
  ModelUnreadable: {
    status: 422,
    message: (p: { folder: string; reason: string }) =>
      `The folder '${p.folder}' contains no readable adder: ${p.reason}. Pass the folder that 'adder.save(folder)' wrote.`
  },
  SaveFolderUnusable: {
    status: 400,
    message: (p: { folder: string; reason: string }) =>
      `Nothing can be saved in the folder '${p.folder}' (${p.reason}). Choose a folder that you may write to, or that does not exist yet.`
  },
  LayerNotExportable: {
    status: 501,
    message: (p: { layer: string; kind: string }) =>
      `The layer '${p.layer}' (${p.kind}) cannot be written as ONNX. Save an adder that 'train' created: all of its layers are supported.`
  },
  CheckpointForeign: {
    status: 409,
    message: (p: { folder: string }) =>
      `The folder '${p.folder}' contains the checkpoint of a training with other options. Pass the same options or another folder, or delete the folder.`
  },
  AdderDisposed: {
    status: 409,
    message: () => "This adder was disposed of and has no weights any more. Call 'load' again."
  }
};

type Table = typeof adderErrors;
/** Rows differ in the type of their parameters; `never` accepts a function of any. */
interface Row {
  status: number;
  message: (params: never) => string;
}

/** Builds an error of the adder: `throw fail('SumMalformed', { text })`. */
export function fail<C extends keyof Table>(
  code: C,
  ...[params, facts]: Parameters<Table[C]['message']> extends [infer P]
    ? [params: P, facts?: ErrorFacts]
    : [params?: undefined, facts?: ErrorFacts]
): CarryError {
  const { status, message }: Row = adderErrors[code];
  return new CarryError(code, status, message(params as never), facts);
}
