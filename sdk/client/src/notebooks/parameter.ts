/** A JSON value, as it travels from the form to the notebook. */
export type ParameterValue =
  string | number | boolean | null | ParameterValue[] | { [key: string]: ParameterValue };

/** The type of a parameter; `integer` is a Python `int`, `expression` a default that is code and not a literal. */
export type ParameterType =
  'number' | 'integer' | 'string' | 'boolean' | 'array' | 'object' | 'null' | 'expression';

/** One variable of the cell tagged `parameters`. */
export interface Parameter {
  name: string;
  type: ParameterType;
  /** True when the cell annotates the type as also allowing null (`| null`, `Optional[…]`). */
  nullable: boolean;
  /** The default as a JSON value; absent when it is an expression. */
  default?: ParameterValue;
  /** The default as it is written in the cell. */
  text: string;
  /** The annotation as it is written in the cell, such as `number[]`. */
  annotation?: string;
  /** The comment at the end of the line. */
  help?: string;
}
