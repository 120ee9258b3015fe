import type { DeclaredCompute } from '../schemas/compute-schema.js';
import { fail } from './errors.js';

type Properties = DeclaredCompute['properties'];

/**
 * The paths of secrets in the properties of a compute, by its type. They are full paths, so that a user's own field named `key` elsewhere
 * is kept. The accounts of machines are secret as a whole.
 */
const secretPaths: Partial<Record<string, readonly (readonly string[])[]>> = {
  AKS: [
    ['sslConfiguration', 'cert'],
    ['sslConfiguration', 'key']
  ],
  AmlCompute: [
    ['userAccountCredentials', 'adminUserPassword'],
    ['userAccountCredentials', 'adminUserSshPublicKey']
  ],
  Databricks: [['databricksAccessToken']],
  HDInsight: [['administratorAccount']],
  Kubernetes: [['relayConnectionString'], ['serviceBusConnectionString']],
  VirtualMachine: [['administratorAccount']]
};

/** The properties of a compute without its secrets. */
export function withoutSecrets({ computeType, properties }: DeclaredCompute): Properties {
  const paths = secretPaths[computeType] ?? [];
  return paths.reduce<Properties>((rest, path) => without(rest, path) as Properties, properties);
}

function without(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || first === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key !== first) return [[key, inner]];
      return rest.length === 0 ? [] : [[key, without(inner, rest)]];
    })
  );
}

/** The types for which the contract returns secrets. */
const typesWithKeys = ['AKS', 'VirtualMachine', 'Databricks'];

/** The secrets of an attached compute, as its client sent them. */
export function computeSecrets(name: string, { computeType, properties }: DeclaredCompute) {
  if (!typesWithKeys.includes(computeType))
    throw fail('ComputeWithoutKeys', { name, type: computeType, types: typesWithKeys });
  const { administratorAccount, databricksAccessToken } = properties;
  return {
    computeType,
    administratorAccount: administratorAccount || undefined,
    databricksAccessToken: databricksAccessToken || undefined
  };
}
