import { CarryError, type ErrorFacts } from './carry-error.js';

const ACCEPTED =
  "Write two whole numbers in decimal digits with one plus between them, such as '20+30'";

/** Every error of the adder. A code is never renamed. */
export const adderErrors = {
  SumEmpty: {
    status: 400,
    message: () => `There is nothing to add: the text is empty. ${ACCEPTED}.`
  },
  SumMalformed: {
    status: 400,
    message: (p: { text: string }) => `'${p.text}' is not a sum that the adder reads. ${ACCEPTED}.`
  },
  OperandNegative: {
    status: 400,
    message: (p: { text: string }) =>
      `'${p.text}' has a negative number, and the adder has only learned 0 and above. ${ACCEPTED}.`
  },
  OperandTooLong: {
    status: 400,
    message: (p: { digits: number; limit: number }) =>
      `A number has ${p.digits} digits; this adder takes at most ${p.limit}. Shorten it, or train the architecture 'carry' with 3 digits or more, which then takes 1000.`
  },
  OptionInvalid: {
    status: 400,
    message: (p: { name: string; value: string; accepted: string }) =>
      `The option ${p.name} cannot be '${p.value}'. It takes ${p.accepted}.`
  },
  BackendMissing: {
    status: 424,
    message: () =>
      "The native backend is not there: '@tensorflow/tfjs-node' is not installed or has no binary. In a checkout 'npm run setup:native' installs both; elsewhere 'npm install @tensorflow/tfjs-node'. Or use the backend 'wasm'."
  },
  OnnxRuntimeMissing: {
    status: 424,
    message: () =>
      "ONNX Runtime is not there: the package 'onnxruntime-node' is not installed or has no binary. Run 'npm install onnxruntime-node', or use 'load', which needs nothing more."
  },
  ModelUnreadable: {
    status: 422,
    message: (p: { folder: string; reason: string }) =>
      `There is no adder that can be read in '${p.folder}': ${p.reason}. Give the folder that 'adder.save(folder)' wrote.`
  },
  LayerNotExportable: {
    status: 501,
    message: (p: { layer: string; kind: string }) =>
      `The layer '${p.layer}' (${p.kind}) cannot be written as ONNX. Save an adder that 'train' made: its layers all can.`
  },
  CheckpointForeign: {
    status: 409,
    message: (p: { folder: string }) =>
      `'${p.folder}' holds the checkpoint of a training with other options. Give the same options, or another folder, or delete it.`
  },
  AdderDisposed: {
    status: 409,
    message: () => "This adder was disposed of and holds no weights any more. 'load' it again."
  }
};

type Table = typeof adderErrors;
/** Only the parameter type differs from row to row, hence the `never`: it accepts a function of any parameter. */
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
