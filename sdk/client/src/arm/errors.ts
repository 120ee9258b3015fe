import { defineErrors } from '../errors/index.js';

/** What can go wrong between the client and any service; the service's own errors keep their own codes. */
export const armErrors = {
  ServiceUnreachable: {
    status: 503,
    message: (p: { host: string; reason: string }) =>
      `No answer from ${p.host}: ${p.reason}. Check the network, or for the local workspace run 'carry up', and try again.`
  },
  SignInFailed: {
    status: 401,
    message: (p: { reason: string }) =>
      `Could not sign in to Azure: ${p.reason} Run 'az login', or set the variables of a service principal, and try again.`
  },
  TokenOverHttp: {
    status: 400,
    message: (p: { host: string }) =>
      `A token is never sent to ${p.host} without TLS. Use an https address.`
  },
  UnexpectedAnswer: {
    status: 502,
    message: (p: { method: string; url: string; status: number; text: string }) =>
      `${p.method} ${p.url} answered ${p.status}${p.text ? ` with '${p.text}'` : ''}, which is not an answer of this service. Check the address.`
  },
  AssetNotFound: {
    code: 'ResourceNotFound',
    status: 404,
    message: (p: { type: string; name: string }) =>
      `There is no ${p.type} named '${p.name}' in this workspace. List the ${p.type}s to see the names there are.`
  },
  OperationFailed: {
    status: 500,
    message: (p: { status: string; reason: string }) =>
      `The operation ended as ${p.status}${p.reason ? `: ${p.reason}` : ''}.`
  }
};

/** Builds an error of the client half of the protocol. */
export const fail = defineErrors(armErrors);
