import type { Parameter, ParameterType, ParameterValue } from './parameter.js';

/** A variable as a statement of the cell declares it, before its type is determined. */
export interface Declaration {
  name: string;
  annotation?: string;
  /** The default as it is written; empty without a value. */
  text: string;
  help?: string;
  /** The default if it is a literal with a JSON value. */
  value?: ParameterValue;
  /** The type that the annotation names, if it is known. */
  annotated?: ParameterType;
  /** The type that the default shows, also where it is no JSON value. */
  shown: ParameterType;
  nullable: boolean;
}

/**
 * Returns the parameters of a cell's declarations: the type is the annotation's if known, else the default's. A name that is assigned
 * more than once is one parameter, with the last value.
 */
export function parametersOf(declarations: readonly Declaration[]): Parameter[] {
  const byName = new Map<string, Declaration>();
  for (const each of declarations) {
    const before = byName.get(each.name);
    byName.set(each.name, before ? reassigned(before, each) : each);
  }
  return [...byName.values()].map(parameterOf);
}

function reassigned(before: Declaration, after: Declaration): Declaration {
  const typed = after.annotation === undefined ? before : after;
  const { annotation, annotated, nullable } = typed;
  return { ...after, help: after.help ?? before.help, annotation, annotated, nullable };
}

function parameterOf(d: Declaration): Parameter {
  const parameter: Parameter = {
    name: d.name,
    type: d.annotated ?? d.shown,
    nullable: d.nullable || d.value === null,
    text: d.text,
    annotation: d.annotation,
    help: d.help
  };
  if (d.value !== undefined) parameter.default = d.value;
  return parameter;
}
