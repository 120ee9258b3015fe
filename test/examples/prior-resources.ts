import { createHash } from 'node:crypto';
import type { ExampleFile } from './example-files.js';

/** Names that azure-ai-ml or Azure resolves itself. */
const NOT_COMPUTES = /^(local|serverless|instance)$/;

/** The computes that a file names, in any field whose name contains `compute`. */
export function computesOf(text: string): string[] {
  const named = [...text.matchAll(/^\s*\w*compute\w*: *["']?(?:azureml:)?([\w-]+)["']? *$/gim)];
  return named
    .map(match => match[1]!)
    .filter(name => /^[a-z]/i.test(name) && !NOT_COMPUTES.test(name));
}

interface NamedAsset {
  name: string;
  version: string;
}

/** The registered models that a deployment names. */
export function modelsOf(text: string): NamedAsset[] {
  return assetsOf(text, 'model');
}

/** The registered environments that a deployment names; Azure's own exist in every workspace. */
export function environmentsOf(text: string): NamedAsset[] {
  return assetsOf(text, 'environment').filter(({ name }) => !/^AzureML-/i.test(name));
}

/** `latest` and none stand for version 1. */
function assetsOf(text: string, field: string): NamedAsset[] {
  const line = `^\\s*${field}: *["']?azureml:([\\w-]+)(?::([\\w.]+)|@\\w+)?["']? *$`;
  const named = [...text.matchAll(new RegExp(line, 'gm'))];
  return named.map(([, name = '', version = '1']) => ({ name, version }));
}

/** The endpoint of a deployment: one for each, because examples give one name to endpoints of different kinds. */
export function endpointOf({ path, kind, schema }: ExampleFile): { name: string; kind: string } {
  const online = /^kubernetes/i.test(schema) ? 'kubernetes' : 'managed';
  return { name: `example-${digest(path)}`, kind: kind.startsWith('online') ? online : 'batch' };
}

/** A short text that is the same in each run, for a name or version that no other file has. */
export function digest(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 8);
}
