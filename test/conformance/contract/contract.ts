import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standIns } from './stand-ins.js';

/** One official example: a client's request, as the contract writes it. */
export interface Example {
  title: string;
  /** Relative to the folder of the contract, such as `examples/Job/cancel.json`. */
  file: string;
  parameters: Record<string, unknown>;
  /** True if this example replaces an official one that is not available. */
  isStandIn?: boolean;
}

/** One operation of the contract. */
export interface Operation {
  /** `Jobs_Cancel`. */
  id: string;
  /** `Jobs`. */
  group: string;
  apiVersion: string;
  method: string;
  /** With `{placeholders}`. */
  path: string;
  /** The names of the parameters that go into the query and the body. */
  query: string[];
  body?: string;
  /** The titles of its examples; the contract names more than are available. */
  titles: string[];
  examples: Example[];
}

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
}
interface SwaggerOperation {
  operationId: string;
  parameters?: Parameter[];
  'x-ms-examples'?: Record<string, { $ref: string }>;
}
interface Swagger {
  paths: Record<string, Record<string, SwaggerOperation>>;
  parameters?: Record<string, Parameter>;
}

const provider =
  'machinelearningservices/resource-manager/Microsoft.MachineLearningServices' as const;
/** The stable contract, and the preview with newer operations; a response must be valid under both. */
const contracts = [
  {
    folder: `${provider}/stable/2023-04-01`,
    files: ['mfe', 'machineLearningServices', 'registries', 'workspaceFeatures']
  },
  { folder: `${provider}/preview/2023-06-01-preview`, files: ['mfe', 'registries'] }
];

/** The folder of the contract: `CARRY_AZURE_SPECS`, by default beside the checkout. */
export const specifications = resolve(
  process.env.CARRY_AZURE_SPECS ??
    fileURLToPath(new URL('../../../../shared/azure-specs', import.meta.url))
);

/** The reason why the contract cannot be read; undefined when it can. */
export const absent = existsSync(join(specifications, provider))
  ? undefined
  : `Azure's contract is not at ${specifications}; set CARRY_AZURE_SPECS to a folder that holds it.`;

/** Lists the contract's files, relative to `specifications`. */
export const swaggerFiles = contracts.flatMap(({ folder, files }) =>
  files.map(file => `${folder}/${file}.json`)
);

/** Returns every operation that the local workspace is compared with, in the contract's order. */
export function readContract(): Operation[] {
  return contracts.flatMap(({ folder, files }) =>
    files.flatMap(file => operationsOf(folder, file))
  );
}

function operationsOf(folder: string, file: string): Operation[] {
  const swagger = read(`${folder}/${file}.json`) as Swagger;
  const resolved = (p: Parameter): Parameter => {
    if (!p.$ref) return p;
    const [where = '', pointer = ''] = p.$ref.split('#/parameters/');
    const from = where ? (read(join(folder, where)) as Swagger) : swagger;
    return from.parameters![pointer]!;
  };
  return Object.entries(swagger.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, o]) => o.operationId)
      .map(([method, o]) => {
        const parameters = (o.parameters ?? []).map(resolved);
        return {
          id: o.operationId,
          group: o.operationId.split('_')[0]!,
          apiVersion: folder.split('/').at(-1)!,
          method: method.toUpperCase(),
          path,
          query: parameters.filter(p => p.in === 'query').map(p => p.name),
          body: parameters.find(p => p.in === 'body')?.name,
          titles: Object.keys(o['x-ms-examples'] ?? {}),
          examples: examplesOf(o, folder, parameters)
        };
      })
  );
}

/**
 * Returns the examples of an operation. One that is not available is replaced by the example of the same name in the other contract,
 * else by a body of our own, or, if the operation has no body, by a request without parameters.
 */
function examplesOf(o: SwaggerOperation, folder: string, parameters: Parameter[]): Example[] {
  return Object.entries(o['x-ms-examples'] ?? {}).flatMap(([title, { $ref }]) => {
    const file = $ref.replace(/^\.\//, '');
    const at = [folder, ...contracts.map(c => c.folder)].find(place =>
      existsSync(join(specifications, place, file))
    );
    const isStandIn = at !== folder;
    if (at) return [{ title, file, isStandIn, parameters: parametersOf(join(at, file)) }];
    const body = parameters.find(p => p.in === 'body');
    if (!body) return [{ title, file, isStandIn, parameters: {} }];
    const standIn = standIns[`${o.operationId}: ${title}`];
    return standIn === undefined
      ? []
      : [{ title, file, isStandIn, parameters: { [body.name]: standIn } }];
  });
}

function parametersOf(file: string): Record<string, unknown> {
  return (read(file) as { parameters: Record<string, unknown> }).parameters;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(specifications, file), 'utf8'));
}
