/** Values that no field of the bridge should have, and that each may have once. */
export const hostileValues: readonly unknown[] = [
  undefined,
  null,
  'NaN',
  'Infinity',
  '-Infinity',
  1.7976931348623157e308,
  -5,
  5e-324,
  0.5,
  '',
  'x'.repeat(10_000),
  '<img src=x onerror=alert(1)>',
  '\u0000\u001b[31m\u202e\r\n\u0007',
  '__proto__',
  'constructor',
  'SomethingNew',
  true,
  [],
  [null],
  [[]],
  {},
  { name: {}, toString: 1 }
];

/** Returns copies of a value of JSON, each with one field, at any depth, replaced by one hostile value. */
export function* spoiled(value: unknown): Generator {
  yield* hostileValues;
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    for (const content of spoiled((value as Record<string, unknown>)[key])) {
      if (Array.isArray(value)) {
        yield value.map((item: unknown, i) => (String(i) === key ? content : item));
      } else yield { ...value, [key]: content };
    }
  }
}
