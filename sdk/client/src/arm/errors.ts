import { defineErrors } from '../errors/index.js';

/** Why no response arrived, by Node's code of the failure. */
export const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be resolved',
  ETIMEDOUT: 'the connection timed out',
  ECONNRESET: 'the connection was closed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted (NODE_EXTRA_CA_CERTS)',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted (NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted (NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted (NODE_EXTRA_CA_CERTS)'
};

const SIGN_IN =
  "Run 'az login', or set the variables of a service principal (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET), and try again.";

/** Errors between the client and any service; the service's own errors keep their codes and messages. */
export const armErrors = {
  ServiceUnreachable: {
    status: 503,
    message: (p: { host: string; reason: string }) =>
      `No response from ${p.host}: ${p.reason}. Check the network, or for the local workspace run 'carry up', and try again.`
  },
  SignInFailed: {
    status: 401,
    message: (p: { reason: string }) => `Could not sign in to Azure: ${p.reason} ${SIGN_IN}`
  },
  NoCredentialWorked: {
    code: 'SignInFailed',
    status: 401,
    message: () =>
      `Could not sign in to Azure: none of the available credentials worked. ${SIGN_IN}`
  },
  NoTokenIssued: {
    code: 'SignInFailed',
    status: 401,
    message: () => `Could not sign in to Azure: the credential returned no token. ${SIGN_IN}`
  },
  TokenOverHttp: {
    status: 400,
    message: (p: { host: string }) =>
      `A token is never sent to ${p.host} without TLS. Use an https address.`
  },
  ResourceNameInvalid: {
    status: 400,
    message: (p: { name: string }) =>
      `'${p.name}' cannot be the name of a resource or a file in a workspace. Check the name.`
  },
  FolderUnusable: {
    status: 400,
    message: (p: { folder: string; reason: string }) =>
      `Files cannot be written to the folder '${p.folder}' (${p.reason}). Choose a folder that you may write to, or that does not exist yet.`
  },
  UnexpectedAnswer: {
    status: 502,
    message: (p: { method: string; url: string; status: number; text: string }) =>
      `${p.method} ${p.url} responded with status ${p.status}${p.text ? ` and the text '${p.text}'` : ''}, which is not a response of this service. Check the address.`
  },
  AssetNotFound: {
    code: 'ResourceNotFound',
    status: 404,
    message: (p: { type: string; name: string }) =>
      `There is no ${p.type} named '${p.name}' in this workspace. List the ${p.type}s to see the existing names.`
  },
  OperationFailed: {
    status: 500,
    message: (p: { status: string; reason: string }) =>
      `The operation ended as ${p.status}${p.reason ? `: ${p.reason}` : ''}.`
  }
};

/** Builds an error of this room. */
export const fail = defineErrors(armErrors);
