import type { Parameter, ParameterType, ParameterValue } from './parameter.js';

/** A variable as its line declares it, before its type is settled. */
export interface Declaration {
  name: string;
  annotation?: string;
  text: string;
  help?: string;
  value: ParameterValue | undefined;
  /** The type that the annotation names, when it names one. */
  annotated?: ParameterType;
  nullable: boolean;
  /** Python tells `1` from `1.0`; the value alone does not. */
  isInteger?: boolean;
}

/** Settles the type: the annotation's where it says one, else that of the default. */
export function declared(d: Declaration): Parameter {
  const ofValue = d.value === undefined ? 'expression' : typeOf(d.value, d.isInteger ?? false);
  const type = ofValue === 'expression' ? 'expression' : (d.annotated ?? ofValue);
  return {
    name: d.name,
    type,
    nullable: d.nullable || d.value === null,
    ...(d.value === undefined ? {} : { default: d.value }),
    text: d.text,
    ...(d.annotation ? { annotation: d.annotation } : {}),
    ...(d.help ? { help: d.help } : {})
  };
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
