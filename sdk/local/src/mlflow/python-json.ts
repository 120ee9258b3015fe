/** A JSON value with integers as bigint: a `number` is a float, which Python writes with a point. */
export type PythonValue =
  string | number | bigint | boolean | null | PythonValue[] | { [key: string]: PythonValue };

/** A JSON object whose integers are bigint. */
export type PythonObject = { [key: string]: PythonValue };

export function isObject(value: PythonValue | undefined): value is PythonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a value as JSON in the words of Python, which MLflow's clients and filters compare: with spaces, and with `9.0` for a float. */
export function pythonJson(value: PythonValue): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null)
    return JSON.stringify(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return pythonFloat(value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${pythonJson(member)}`
  );
  return `{${members.join(', ')}}`;
}

/** Returns a value as text, like `str` in Python: strings without quotes, `True` and `False`. Lists and objects are JSON. */
export function pythonText(value: PythonValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return pythonJson(value);
}

/** Returns a float as Python writes it: with a point, or with an exponent of at least two digits. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  const digits = String(value);
  return digits.includes('.') ? digits : `${digits}.0`;
}
