import {
  isPackageMissing,
  loopbackAgent,
  orAborted,
  userAgent,
  type ArmWorkspace,
  type Credential,
  type RequestOptions
} from '../arm/client/index.js';
import { fail } from './errors.js';

/** @ts-ignore The package is an optional peer: for consumers without it this type is `any` instead of an error. */
type ClientClass = typeof import('@azure/arm-machinelearning').AzureMachineLearningWorkspaces;

/** Microsoft's client for Azure Machine Learning, `AzureMachineLearningWorkspaces` of `@azure/arm-machinelearning`. */
export type ManagementClient = InstanceType<ClientClass>;

const PACKAGE = '@azure/arm-machinelearning';

/** The part of a connected workspace that signs the client in. */
export interface ManagedWorkspace {
  arm: ArmWorkspace;
  credential: Credential;
}

/**
 * Loads Microsoft's client and signs it in to the endpoint of a workspace, with the same credential, certificate
 * authorities and treatment of proxies as our own requests.
 *
 * @throws CarryError `ManagementClientMissing`
 */
export async function managementClient(
  { arm, credential }: ManagedWorkspace,
  { signal }: RequestOptions = {},
  load: (name: string) => Promise<unknown> = name => import(name)
): Promise<ManagementClient> {
  const AzureMachineLearningWorkspaces = await orAborted(() => loadClientClass(load), signal);
  const { endpoint, tls } = arm.connection;
  return new AzureMachineLearningWorkspaces(credential, arm.id.subscription, {
    endpoint,
    tlsOptions: tls,
    userAgentOptions: { userAgentPrefix: userAgent },
    additionalPolicies: [
      {
        position: 'perCall',
        policy: {
          name: 'carryLoopback',
          sendRequest(request, next) {
            request.agent = loopbackAgent(request.url, tls) ?? request.agent;
            return next(request);
          }
        }
      }
    ]
  });
}

async function loadClientClass(load: (name: string) => Promise<unknown>): Promise<ClientClass> {
  try {
    const module = (await load(PACKAGE)) as { AzureMachineLearningWorkspaces: ClientClass };
    return module.AzureMachineLearningWorkspaces;
  } catch (cause) {
    if (isPackageMissing(cause, PACKAGE))
      throw fail('ManagementClientMissing', undefined, { cause });
    throw cause;
  }
}
