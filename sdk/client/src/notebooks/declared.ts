import type { Parameter, ParameterType, ParameterValue } from './parameter.js';

/** A variable as its line declares it, before its type is determined. */
export interface Declaration {
  name: string;
  annotation?: string;
  text: string;
  help?: string;
  value: ParameterValue | undefined;
  /** The type of the annotation, if it is known. */
  annotated?: ParameterType;
  nullable: boolean;
  /** Python distinguishes `1` from `1.0`; the value alone does not. */
  isInteger?: boolean;
}

/** Returns the parameter of a declaration: its type is the annotation's if known, else the default's. */
export function declared(d: Declaration): Parameter {
  const ofValue = d.value === undefined ? 'expression' : typeOf(d.value, d.isInteger ?? false);
  const type = ofValue === 'expression' ? 'expression' : (d.annotated ?? ofValue);
  const parameter: Parameter = {
    name: d.name,
    type,
    nullable: d.nullable || d.value === null,
    text: d.text,
    annotation: d.annotation,
    help: d.help
  };
  if (d.value !== undefined) parameter.default = d.value;
  return parameter;
}

function typeOf(value: ParameterValue, isInteger: boolean): ParameterType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'number':
      return isInteger ? 'integer' : 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    default:
      return 'object';
  }
}
