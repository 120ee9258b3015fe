/**
 * Returns the exponential moving average of values, as TensorBoard draws it: each value is a weighted mean of itself and all
 * before it, without the bias towards zero of a plain average at the start. Gaps stay gaps.
 */
export function smoothed(values: readonly (number | null)[], weight: number): (number | null)[] {
  let average = 0;
  let share = 0;
  return values.map(value => {
    if (value === null) return null;
    average = weight * average + (1 - weight) * value;
    share = weight * share + (1 - weight);
    return average / share;
  });
}
