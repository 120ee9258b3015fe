/** `carry` adds place by place and is the default; `classic` is the encoder-decoder LSTM of the textbooks. */
export type Architecture = 'carry' | 'classic';

/** What computes: `wasm` runs everywhere, `native` is `@tensorflow/tfjs-node` where it is installed. */
export type Backend = 'wasm' | 'native';

/** What is known of an adder besides its weights. It is saved with them. */
export interface AdderCard {
  arch: Architecture;
  /** The longest number that training showed, in digits. */
  digits: number;
  /** The longest number that the adder takes, in digits. */
  limit: number;
  seed: number;
  /** How many sums training showed, repetitions included. */
  examples: number;
  /** Share of the held-out sums that came out right at the end of training, 0 to 1. */
  exact: number;
}

/** One digit of an answer and how sure the network is of it, 0 to 1. */
export interface ExplainedDigit {
  digit: string;
  confidence: number;
}

/** An answer with its reasons to be believed. */
export interface Explanation {
  sum: string;
  answer: string;
  /** From the first digit to the last. */
  digits: ExplainedDigit[];
  /** How sure the network is of the step it is least sure of, 0 to 1: of the end of the answer too, not only its digits. */
  confidence: number;
}

/** A network that has learned to add. */
export interface Adder {
  readonly card: AdderCard;
  /** What computes now. TensorFlow.js has one backend for the whole process: the last `train` or `load` chose it. */
  readonly backend: Backend;
  /**
   * Adds what the text asks for: two whole numbers with a plus between them.
   *
   * @example adder.add('20+30') // '50'
   * @throws CarryError `SumEmpty`, `SumMalformed`, `OperandNegative`, `OperandTooLong` or `AdderDisposed`
   */
  add(sum: string): string;
  /**
   * Adds many at once, which is much faster than one by one.
   *
   * @example adder.add(['20+30', '999+1']) // ['50', '1000']
   */
  add(sums: string[]): string[];
  /**
   * Adds, and tells of each digit how sure the network is.
   *
   * @example adder.explain('20+30').digits // [{ digit: '5', confidence: 0.9998 }, …]
   */
  explain(sum: string): Explanation;
  /**
   * Writes the adder into a folder, which is made if need be: for `load` and for TensorFlow.js, and as an MLflow model
   * (`MLmodel`, `model.onnx`) that MLflow, Azure ML and others serve without this package. The folder's `README.md`
   * says how their clients turn text into tensors.
   *
   * @example await adder.save('outputs/model')
   * @throws CarryError `AdderDisposed`, `LayerNotExportable`
   */
  save(folder: string): Promise<void>;
  /** Frees the weights' memory. The adder cannot be used any more. */
  dispose(): void;
}
