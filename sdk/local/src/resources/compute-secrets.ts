import type { DeclaredCompute } from '../schemas/compute.js';
import { fail } from './errors.js';

type Properties = DeclaredCompute['properties'];

/**
 * Where the contract has secrets among the properties of a compute, by its type. A place is a path, so that what a user calls `key`
 * elsewhere stays. Accounts of machines are secret as a whole.
 */
const secretPlaces: Partial<Record<string, readonly (readonly string[])[]>> = {
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
export function untold({ computeType, properties }: DeclaredCompute): Properties {
  const places = secretPlaces[computeType] ?? [];
  return places.reduce<Properties>((told, place) => without(told, place) as Properties, properties);
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

/** The contract tells secrets of these types alone. */
const typesWithKeys = ['AKS', 'VirtualMachine', 'Databricks'];

/** The secrets of a compute that was attached: those that its client gave. */
export function computeSecrets(name: string, { computeType, properties }: DeclaredCompute) {
  if (!typesWithKeys.includes(computeType))
    throw fail('ComputeWithoutKeys', { name, type: computeType, types: typesWithKeys });
  const { administratorAccount, databricksAccessToken } = properties;
  return {
    computeType,
    ...(administratorAccount ? { administratorAccount } : {}),
    ...(databricksAccessToken ? { databricksAccessToken } : {})
  };
}
