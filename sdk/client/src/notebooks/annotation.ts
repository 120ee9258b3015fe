import type { ParameterType, ParameterValue } from './parameter.js';

/** The values that an annotation allows. */
export interface Annotated {
  /** Undefined if the annotation names no known type. */
  type?: ParameterType;
  nullable: boolean;
  /** Every value but null, if the annotation lists them. */
  choices?: ParameterValue[];
}

/** Annotations deeper than this are not read: they are not written by hand. */
export const MAX_ANNOTATION_DEPTH = 40;

/** An annotation that says nothing about the values. */
export const UNKNOWN: Annotated = { nullable: false };

/** The type of null, as one member of a union. */
export const NULL: Annotated = { type: 'null', nullable: true };

/** Returns the annotation of one listed value. */
export function choiceOf(value: ParameterValue, type: ParameterType): Annotated {
  return value === null ? NULL : { type, nullable: false, choices: [value] };
}

/** Returns the annotation that allows the values of all members. */
export function unionOf(members: readonly Annotated[]): Annotated {
  const valued = members.filter(({ type }) => type !== 'null');
  if (valued.length === 0) return members[0] ?? UNKNOWN;
  const union: Annotated = {
    type: sharedType(valued.map(({ type }) => type)),
    nullable: members.some(({ nullable }) => nullable)
  };
  const choices = [...new Set(valued.flatMap(each => each.choices ?? []))];
  const isListed = valued.every(each => each.choices !== undefined);
  // `true | false` is the type of all booleans.
  const isBoolean = choices.includes(true) && choices.includes(false) && choices.length === 2;
  if (isListed && !isBoolean) union.choices = choices;
  return union;
}

/** Members of several types together accept every value; a member of an unknown type leaves the decision to the default. */
function sharedType(types: (ParameterType | undefined)[]): ParameterType | undefined {
  if (types.includes(undefined)) return undefined;
  const distinct = new Set(types);
  if (distinct.size === 1) return types[0];
  return distinct.size === 2 && distinct.has('integer') && distinct.has('number')
    ? 'number'
    : 'expression';
}
