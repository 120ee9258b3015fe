import type { JobInput, JobOutput } from 'carry-ml/arm';
import { isDataType } from '../schemas/job-schema.js';
import { fail } from './errors.js';

type Fields = Record<string, unknown>;

/** A request to a batch endpoint. */
export interface BatchRequest {
  /** The name of the job, if the client gives one. */
  name?: string;
  experiment?: string;
  inputs: Record<string, JobInput>;
  outputs: Record<string, JobOutput>;
  /** The settings of the deployment that this request changes. */
  overrides: Fields;
}

/**
 * Reads the body of a request. The contract does not define it: Azure's Python client writes `inputData`, its documentation of REST
 * `InputData`, and earlier versions a single `dataset`; field names have any case.
 */
export function readBatchRequest(body: unknown): BatchRequest {
  const fields = lower(lower(body).properties);
  const inputs = Object.fromEntries(
    Object.entries(objectOf(fields.inputdata)).map(([name, given]) => [
      name,
      readInput(name, given)
    ])
  );
  const dataset = lower(fields.dataset);
  const uri = dataset.path ?? dataset.datasetid ?? dataset.assetid;
  if (typeof uri === 'string') inputs.dataset = { jobInputType: 'uri_folder', uri };
  return {
    name: textOf(fields.name),
    experiment: textOf(lower(fields.properties).experimentname) ?? textOf(fields.experimentname),
    inputs,
    outputs: Object.fromEntries(
      Object.entries(objectOf(fields.outputdata)).map(([name, given]) => [
        name,
        readOutput(name, given)
      ])
    ),
    overrides: overridesOf(fields)
  };
}

function overridesOf(fields: Fields): Fields {
  const names = ['errorThreshold', 'miniBatchSize', 'outputFileName', 'retrySettings'];
  return Object.fromEntries(
    names.flatMap(name => {
      const value = fields[name.toLowerCase()];
      return value === undefined || value === null ? [] : [[name, value]];
    })
  );
}

function readInput(name: string, given: unknown): JobInput {
  const fields = lower(given);
  const type = typeOf(fields.jobinputtype);
  if (type === 'literal')
    return { jobInputType: 'literal', value: textOf(fields.value ?? fields.default) ?? '' };
  const uri = textOf(fields.uri ?? fields.path);
  if (!isDataType(type) || uri === undefined)
    throw fail('BatchPortInvalid', { noun: 'input', name, type: textOf(fields.jobinputtype) });
  return { jobInputType: type, uri, mode: textOf(fields.mode) };
}

function readOutput(name: string, given: unknown): JobOutput {
  const fields = lower(given);
  const type = typeOf(fields.joboutputtype);
  if (!isDataType(type))
    throw fail('BatchPortInvalid', { noun: 'output', name, type: textOf(fields.joboutputtype) });
  return { jobOutputType: type, uri: textOf(fields.uri ?? fields.path), mode: textOf(fields.mode) };
}

/** `UriFolder`, `uri_folder`: the same type. */
function typeOf(given: unknown): string {
  const plain = (textOf(given) ?? '').toLowerCase().replaceAll('_', '');
  return names[plain] ?? plain;
}

const names: Record<string, string> = {
  urifile: 'uri_file',
  urifolder: 'uri_folder',
  custommodel: 'custom_model',
  mlflowmodel: 'mlflow_model',
  tritonmodel: 'triton_model'
};

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function objectOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** The fields with their names in lower case. */
function lower(value: unknown): Fields {
  return Object.fromEntries(
    Object.entries(objectOf(value)).map(([key, each]) => [key.toLowerCase(), each])
  );
}
