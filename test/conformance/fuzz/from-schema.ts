import fc, { type Arbitrary } from 'fast-check';
import { plausible } from './plausible.js';

/** The part of JSON Schema that the server's schemas use. */
export interface JsonSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
}

/** Generates valid values of a schema. `name` is the name of the property, which selects plausible texts. */
export function fitting(schema: JsonSchema, name = ''): Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(one => fitting(one, name)));
  return fittingType([schema.type].flat()[0], schema, name);
}

function fittingType(
  type: string | undefined,
  schema: JsonSchema,
  name: string
): Arbitrary<unknown> {
  if (type === 'object') return fittingObject(schema);
  if (type === 'array') return fc.array(fitting(schema.items ?? {}, name), { maxLength: 3 });
  if (type === 'integer' || type === 'number')
    return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 9, 9) });
  return type === 'boolean' ? fc.boolean() : plausible(name);
}

function fittingObject({ properties = {}, patternProperties, required = [] }: JsonSchema) {
  const record = fc.record(
    Object.fromEntries(Object.entries(properties).map(([k, s]) => [k, fitting(s, k)])),
    { requiredKeys: required }
  );
  const [values] = Object.values(patternProperties ?? {});
  if (!values) return record;
  return fc.dictionary(fc.constantFrom('a', 'b_1', 'step-2'), fitting(values), { maxKeys: 2 });
}
