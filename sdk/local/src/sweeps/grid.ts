import type { Distribution, Option, Value } from './distribution.js';

/** Number of values of a choice, including the choices nested in it; undefined when a distribution in it is not a choice. */
export function gridSize(distribution: Distribution): number | undefined {
  if (distribution.kind !== 'choice') return undefined;
  let sum = 0;
  for (const option of distribution.options) {
    const size = optionSize(option);
    if (size === undefined) return undefined;
    sum += size;
  }
  return sum;
}

/** Combination number `at` of a search space; the last hyperparameter varies fastest. Undefined beyond the last combination. */
export function gridPoint(
  space: ReadonlyMap<string, Distribution>,
  at: number
): Record<string, Value> | undefined {
  const point: [string, Value][] = [];
  let rest = at;
  for (const [name, distribution] of [...space].reverse()) {
    const size = gridSize(distribution) ?? 0;
    point.unshift([name, valueAt(distribution, rest % size)]);
    rest = Math.floor(rest / size);
  }
  return rest > 0 ? undefined : Object.fromEntries(point);
}

function optionSize(option: Option): number | undefined {
  if ('value' in option) return 1;
  let product = 1;
  for (const field of Object.values(option.fields)) {
    const size = gridSize(field);
    if (size === undefined) return undefined;
    product *= size;
  }
  return product;
}

function valueAt(distribution: Distribution, at: number): Value {
  if (distribution.kind !== 'choice') return 0;
  let rest = at;
  for (const option of distribution.options) {
    const size = optionSize(option) ?? 0;
    if (rest < size)
      return 'value' in option
        ? option.value
        : (gridPoint(new Map(Object.entries(option.fields)), rest) ?? {});
    rest -= size;
  }
  return '';
}
