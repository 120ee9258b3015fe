/**
 * A JSON value, as it travels from the form to the notebook. A whole number that a JavaScript number cannot hold exactly is a `bigint`;
 * in JSON it is written with all its digits.
 */
export type ParameterValue =
  string | number | bigint | boolean | null | ParameterValue[] | { [key: string]: ParameterValue };

/**
 * The type of a parameter; `integer` is a Python `int`, `bigint` one of TypeScript. `expression` is a default that is computed and shows no
 * type; such a parameter accepts every value.
 */
export type ParameterType =
  | 'number'
  | 'integer'
  | 'bigint'
  | 'string'
  | 'boolean'
  | 'array'
  | 'object'
  | 'null'
  | 'expression';

/** One variable of the cell tagged `parameters`. */
export interface Parameter {
  name: string;
  type: ParameterType;
  /** True when the cell annotates the type as also allowing null (`| null`, `Optional[…]`). */
  nullable: boolean;
  /** The default as a JSON value; absent when it is computed, has no JSON value, or is not assigned. */
  default?: ParameterValue;
  /** The values that the annotation lists (`Literal["a", "b"]`, `'a' | 'b'`), without null; absent when it lists none. */
  choices?: ParameterValue[];
  /** The default as it is written in the cell; empty for a variable that is declared without a value. */
  text: string;
  /** The annotation as it is written in the cell, such as `number[]`. */
  annotation?: string;
  /** The comment at the end of the line. */
  help?: string;
}
