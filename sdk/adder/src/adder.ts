/** The network's architecture. `carry` adds place by place and is the default; `classic` is the textbook encoder-decoder LSTM. */
export type Architecture = 'carry' | 'classic';

/** The TensorFlow.js backend: `wasm` runs everywhere, `native` is `@tensorflow/tfjs-node` where it is installed. */
export type Backend = 'wasm' | 'native';

/** The facts about an adder that are saved with its weights. */
export interface AdderCard {
  arch: Architecture;
  /** Maximum length of the training numbers, in digits. */
  digits: number;
  /** Maximum length of a number that the adder accepts, in digits. */
  limit: number;
  /** The seed of the training sums and the initial weights. */
  seed: number;
  /** Number of sums trained on, repetitions included. */
  examples: number;
  /** Fraction of the held-out sums that were correct at the end of training, 0 to 1. */
  exact: number;
}

/** One digit of an answer. */
export interface ExplainedDigit {
  digit: string;
  /** The network's probability of this digit, 0 to 1. */
  confidence: number;
}

/** An answer with the network's confidence in it. */
export interface Explanation {
  sum: string;
  answer: string;
  /** From the first digit to the last. */
  digits: ExplainedDigit[];
  /** The lowest confidence of all steps, 0 to 1: of the end of the answer too, not only of its digits. */
  confidence: number;
}

/** A trained network that adds numbers. */
export interface Adder {
  readonly card: AdderCard;
  /** The active backend. TensorFlow.js has one for the whole process: the last `train` or `load` chose it. */
  readonly backend: Backend;
  /**
   * Adds two whole numbers, given as a text with a plus between them.
   *
   * @example adder.add('20+30') // '50'
   * @throws CarryError `SumEmpty`, `SumMalformed`, `OperandNegative`, `OperandTooLong` or `AdderDisposed`
   */
  add(sum: string): string;
  /**
   * Computes many sums at once, which is much faster than one by one.
   *
   * @example adder.add(['20+30', '999+1']) // ['50', '1000']
   * @throws CarryError `SumEmpty`, `SumMalformed`, `OperandNegative`, `OperandTooLong` or `AdderDisposed`
   */
  add(sums: string[]): string[];
  /**
   * Adds, and returns the network's confidence in each digit.
   *
   * @example adder.explain('20+30').digits // [{ digit: '5', confidence: 0.9998 }, …]
   * @throws CarryError `SumEmpty`, `SumMalformed`, `OperandNegative`, `OperandTooLong` or `AdderDisposed`
   */
  explain(sum: string): Explanation;
  /**
   * Saves the adder to a folder, which is created if it does not exist: for `load` and for TensorFlow.js, and as an
   * MLflow model (`MLmodel`, `model.onnx`) that MLflow, Azure ML and others serve without this package. The folder's
   * `README.md` explains how their clients convert text to tensors.
   *
   * @example await adder.save('outputs/model')
   * @throws CarryError `AdderDisposed`, `LayerNotExportable`, `SaveFolderUnusable`
   */
  save(folder: string): Promise<void>;
  /** Frees the memory of the weights. The adder cannot be used afterwards. */
  dispose(): void;
}
