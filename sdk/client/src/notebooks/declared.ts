import type { Annotated } from './annotation.js';
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
  /** The values that the annotation allows. */
  annotated: Annotated;
  /** The type that the default shows, also where it is no JSON value. */
  shown: ParameterType;
}

/** A variable that another statement of the cell gives a value that is not read, such as `x += 1`. */
export interface Rebound {
  rebound: string;
}

/**
 * Returns the parameters of a cell's declarations: the type is the annotation's if known, else the default's. A name that is assigned
 * more than once is one parameter, with the last value; with none if that value is not read.
 */
export function parametersOf(statements: readonly (Declaration | Rebound)[]): Parameter[] {
  const byName = new Map<string, Declaration>();
  for (const each of statements) {
    const name = 'rebound' in each ? each.rebound : each.name;
    const before = byName.get(name);
    if ('rebound' in each) {
      if (before) byName.set(name, { ...before, value: undefined });
    } else byName.set(name, before ? reassigned(before, each) : each);
  }
  return [...byName.values()].map(parameterOf);
}

function reassigned(before: Declaration, after: Declaration): Declaration {
  const typed = after.annotation === undefined ? before : after;
  const { annotation, annotated } = typed;
  // `x: float` after `x = 1` gives it no value.
  const valued = after.text === '' ? before : after;
  return { ...valued, help: after.help ?? before.help, annotation, annotated };
}

function parameterOf(d: Declaration): Parameter {
  const parameter: Parameter = {
    name: d.name,
    type: d.annotated.type ?? d.shown,
    nullable: d.annotated.nullable || d.value === null,
    text: d.text,
    annotation: d.annotation,
    help: d.help
  };
  if (d.value !== undefined) parameter.default = d.value;
  if (d.annotated.choices) parameter.choices = d.annotated.choices;
  return parameter;
}
